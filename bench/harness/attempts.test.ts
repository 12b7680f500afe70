import { Histogram, Registry } from 'prom-client';
import { expect, it } from 'vitest';
import { attemptsSince } from './attempts.js';

it('counts what was handled since, by queue', async () => {
  const histogram = new Histogram({
    ...{ name: 'attempts', help: 'of a test', labelNames: ['queue'] as const },
    registers: [new Registry()],
  });
  histogram.observe({ queue: 'checks' }, 2);
  histogram.observe({ queue: 'batches' }, 0.25);
  const before = await attemptsSince(histogram);
  expect(before).toEqual({ checks: { count: 1, seconds: 2 }, batches: { count: 1, seconds: 0.25 } });
  histogram.observe({ queue: 'batches' }, 0.5);
  histogram.observe({ queue: 'batches' }, 0.5);
  histogram.observe({ queue: 'new ones' }, 1);
  expect(await attemptsSince(histogram, before)).toEqual({
    batches: { count: 2, seconds: 1 },
    'new ones': { count: 1, seconds: 1 },
  });
});
