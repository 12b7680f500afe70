import { expect, it } from 'vitest';
import type { Fault } from './faults/fault.js';
import { makePlan } from './plan.js';
import { Random } from './random.js';

const fault = (name: string, full: number): Fault => ({ name, full, happen: () => Promise.resolve('') });
const FAULTS = [fault('killed', 150), fault('wiped', 8), fault('BUSY', 2)];
const SIZE = { rounds: 10, stormMs: 30_000, share: 1 };

it('makes the same plan of the same seed, and another one of another', () => {
  const shape = (seed: string) =>
    makePlan(FAULTS, SIZE, new Random(seed)).map((round) => round.map(({ fault, afterMs }) => [fault.name, afterMs]));
  expect(shape('a')).toEqual(shape('a'));
  expect(shape('a')).not.toEqual(shape('b'));
});

it('has each fault as often as it should happen, in time, in the order of time', () => {
  const plan = makePlan(FAULTS, SIZE, new Random('a'));
  expect(plan).toHaveLength(10);
  for (const { name, full } of FAULTS)
    expect(plan.flat().filter(({ fault }) => fault.name === name)).toHaveLength(full);
  for (const round of plan) {
    const times = round.map(({ afterMs }) => afterMs);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(times.every((time) => time >= 0 && time <= 30_000)).toBe(true);
  }
});

it('spreads a frequent fault over all rounds', () => {
  const plan = makePlan(FAULTS, SIZE, new Random('a'));
  for (const round of plan) expect(round.filter(({ fault }) => fault.name === 'killed').length).toBeGreaterThan(10);
});

it('has at least one of each in a small share', () => {
  const plan = makePlan(FAULTS, { ...SIZE, rounds: 2, share: 0.01 }, new Random('a'));
  expect(
    plan
      .flat()
      .map(({ fault }) => fault.name)
      .toSorted(),
  ).toEqual(['BUSY', 'killed', 'killed', 'wiped']);
});
