import { isTransient } from '#platform';

/** True when MongoDB refused documents because of a unique index, and confirmed the others of the same write. */
export function isDuplicateKey(error: unknown): boolean {
  return (error as { code?: unknown } | null)?.code === 11_000 && !isTransient(error);
}

/**
 * Writes a batch, unordered, and returns the items whose document already existed.
 * @param write sends the items in their order
 * @throws the error of the write when it has any other cause
 */
export async function duplicatesAmong<T>(items: readonly T[], write: () => Promise<unknown>): Promise<T[]> {
  try {
    await write();
    return [];
  } catch (error) {
    const failures = [(error as { writeErrors?: unknown }).writeErrors ?? []].flat() as WriteFailure[];
    if (!isDuplicateKey(error) || !failures.every(isDuplicateKey)) throw error;
    return failures.map(({ index }) => items[index]!);
  }
}

/** The driver's error for one item of a batch; `index` is its position. */
interface WriteFailure {
  index: number;
  code: number;
}
