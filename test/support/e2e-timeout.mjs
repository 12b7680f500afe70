import { jest } from '@jest/globals';

// Only ends tests that hang. `eventually` has the timeouts of what tests wait for, so a slow machine is no problem
// here.
jest.setTimeout(60_000);
