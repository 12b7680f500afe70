import { Worker } from 'node:worker_threads';

/** In a thread of its own, because the main one may be busy for ever. It looks each second. */
const WATCH = `
  const { parent } = require('node:worker_threads').workerData;
  setInterval(() => process.ppid === parent || process.kill(process.pid, 'SIGKILL'), 1000);
`;

/**
 * Ends this process when the one that started it has died. A busy process does not hear that its channel is closed, and
 * nobody is there any more to end it in time.
 */
export function endWithParent(): void {
  new Worker(WATCH, { eval: true, workerData: { parent: process.ppid } }).unref();
}
