/** True when MongoDB refused a document because a unique index already holds its value. */
export function isDuplicateKey(error: unknown): boolean {
  return (error as { code?: unknown } | null)?.code === 11_000;
}

/**
 * Writes a batch, unordered, and tells which of its items met a document that was there already.
 * @param write sends the items in their order
 * @throws what the write threw, when it is about anything else
 */
export async function duplicatesAmong<T>(items: readonly T[], write: () => Promise<unknown>): Promise<T[]> {
  try {
    await write();
    return [];
  } catch (error) {
    const failures = [(error as { writeErrors?: unknown }).writeErrors ?? []].flat() as WriteFailure[];
    if (failures.length === 0 || !failures.every(isDuplicateKey)) throw error;
    return failures.map(({ index }) => items[index]!);
  }
}

/** How the driver tells of one item of a batch; `index` is its position. */
interface WriteFailure {
  index: number;
  code: number;
}
