import { parseWhole } from '#terminal';

/** The values of an option that may come several times. */
export function gathered(value: string, before: string[]): string[] {
  return [...before, value];
}

/** The same for whole numbers from 1. */
export function gatheredNumbers(value: string, before: number[]): number[] {
  return [...before, parseWhole(value, 1, Number.MAX_SAFE_INTEGER)];
}
