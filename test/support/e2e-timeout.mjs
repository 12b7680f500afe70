import { jest } from '@jest/globals';

// A busy machine may take its time: what a test waits for is said by `eventually`, and this only ends what hangs.
jest.setTimeout(60_000);
