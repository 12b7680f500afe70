import { InvalidArgumentError } from 'commander';

export function parsePort(text: string): number {
  return parseWhole(text, 1, 65535);
}

/** @throws InvalidArgumentError, which commander shows with the option's name */
export function parseWhole(text: string, least: number, most: number): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < least || value > most)
    throw new InvalidArgumentError(`It should be a whole number from ${least} to ${most}.`);
  return value;
}
