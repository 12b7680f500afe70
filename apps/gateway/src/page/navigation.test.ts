import { describe, expect, it } from 'vitest';
import { isPageNavigation } from './navigation.js';

const HTML = 'text/html,application/xhtml+xml,*/*;q=0.8';

describe('isPageNavigation', () => {
  it.each([
    ['/', '*/*', undefined, true],
    ['/imports', HTML, undefined, true],
    ['/imports/42', HTML, 'navigate', true],
    ['/imports', '*/*', undefined, false],
    ['/imports', HTML, 'cors', false],
    ['/assets/index-abc123.js', HTML, undefined, false],
    ['/missing.png', HTML, 'navigate', false],
    ['/v1/nothing', HTML, 'navigate', false],
    ['/v1', HTML, 'navigate', false],
    ['/docs/missing', HTML, 'navigate', false],
    ['/admin/queues/nothing', HTML, 'navigate', false],
    ['/v100', HTML, 'navigate', true],
  ])('%s (%s, %s) → %s', (path, accept, mode, expected) => {
    expect(isPageNavigation(path, { accept, 'sec-fetch-mode': mode })).toBe(expected);
  });
});
