export type Contenders = Record<'ours' | 'beside', (round: number) => Promise<number>>;

/**
 * Runs both in turns, `rounds` times each. Every second round starts with the other one, so that background load on the
 * machine favours neither. Round 0 is a warm-up and does not count.
 * @returns the median of each
 */
export async function inTurns(
  rounds: number,
  contenders: Contenders,
  { warmUp = true } = {},
): Promise<{ ours: number; beside: number }> {
  const found: Record<keyof Contenders, number[]> = { ours: [], beside: [] };
  for (let round = warmUp ? 0 : 1; round <= rounds; round++) {
    const order = round % 2 === 0 ? (['ours', 'beside'] as const) : (['beside', 'ours'] as const);
    for (const name of order) {
      const figure = await contenders[name](round);
      if (round > 0) found[name].push(figure);
    }
  }
  return { ours: median(found.ours), beside: median(found.beside) };
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** The smallest of the values such that at least `part` of them are not larger. */
export function quantile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * part) - 1)]!;
}

/** The seconds that the work took. */
export async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1000;
}
