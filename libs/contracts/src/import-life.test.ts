import { expect, it } from 'vitest';
import { IMPORT_STEPS, type ImportStep } from './import-life.js';
import { IMPORT_STATUSES, isFinished, type ImportStatus } from './import-status.js';

const steps = Object.values(IMPORT_STEPS).flatMap((ofService) =>
  Object.values(ofService as Record<string, { from: readonly ImportStatus[]; to: ImportStatus }>),
);

function reachableFrom(start: ImportStatus): Set<ImportStatus> {
  const reached = new Set([start]);
  for (const status of reached) for (const { from, to } of steps) if (from.includes(status)) reached.add(to);
  return reached;
}

it('leads from the upload to every state', () => {
  expect([...reachableFrom('uploaded')].sort()).toEqual([...IMPORT_STATUSES].sort());
});

it('leads from every state to an end', () => {
  for (const status of IMPORT_STATUSES) expect([...reachableFrom(status)].some(isFinished)).toBe(true);
});

it('reopens only batches whose dead letters are replayed, and refused files that are read otherwise', () => {
  const { reopen, checkAgain } = IMPORT_STEPS.gateway;
  for (const step of steps) if (step.from.some(isFinished)) expect([reopen, checkAgain]).toContain(step);
  expect(checkAgain.from.filter(isFinished)).toEqual(['rejected']);
});

it('has no other step', () => {
  // @ts-expect-error a finished import cannot become ready
  const step: ImportStep = { from: ['completed'], to: 'ready' };
  expect(steps).not.toContainEqual(step);
});
