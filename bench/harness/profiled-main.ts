/**
 * `node profiled-main.js SERVICE FILE`: a service whose processor time is sampled between two signals (SIGUSR2) and
 * written to a file. It runs from its single files, because those of the build are joined, and a profile would not show
 * what is from where.
 */
import { writeFileSync } from 'node:fs';
import { Session } from 'node:inspector/promises';
import { metrics, startService, type ServiceDefinition } from '#platform';
import { attemptsSince, type Attempts } from './attempts.js';

const SAMPLE_EVERY_MICROSECONDS = 500;

const [name, file] = process.argv.slice(2) as [string, string];
const session = new Session();
session.connect();
await session.post('Profiler.enable');
await session.post('Profiler.setSamplingInterval', { interval: SAMPLE_EVERY_MICROSECONDS });
let isRunning = false;
let before: Attempts = {};
process.on('SIGUSR2', () => void (isRunning ? end() : begin()));

const definitions = Object.values(
  (await import(`../../apps/${name}/src/service.js`)) as Record<string, ServiceDefinition>,
);
await startService(definitions.find((definition) => definition.name === name)!);

async function begin(): Promise<void> {
  isRunning = true;
  before = await attemptsSince(metrics.queueAttempt);
  await session.post('Profiler.start');
}

async function end(): Promise<void> {
  isRunning = false;
  const { profile } = await session.post('Profiler.stop');
  const attempts = await attemptsSince(metrics.queueAttempt, before);
  // Viewers of profiles do not mind another key.
  writeFileSync(file, JSON.stringify({ ...profile, attempts }));
}
