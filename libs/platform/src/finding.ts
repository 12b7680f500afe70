/** What was seen when somebody looked at one thing that an installation needs. */
export interface Finding {
  /** What was looked at: `MongoDB: clock`. */
  about: string;
  /** Null: it is fine. Otherwise what is wrong and what to change. */
  fault: string | null;
  /** What it is, such as a version. */
  seen?: string;
}

/** @returns what is wrong, or null; or what was seen, too */
type Look = () => Promise<string | null | { seen: string; fault?: string | null }>;

/** Looks at one thing. A look that fails is a fault, and the others go on. */
export async function look(about: string, at: Look): Promise<Finding> {
  try {
    const result = await at();
    return typeof result === 'string' || result === null
      ? { about, fault: result }
      : { about, fault: result.fault ?? null, seen: result.seen };
  } catch (error) {
    return { about, fault: reasonOf(error) };
  }
}

/** A name that leads to several addresses fails with one error for each, and no message of its own. */
export function reasonOf(error: unknown): string {
  const { message, errors } = error as AggregateError;
  return message || errors.map(reasonOf).join(', ');
}

/** Whether a version, such as `7.0.15`, is older than another one. */
export function isOlder(version: string, than: string): boolean {
  return version.localeCompare(than, 'en', { numeric: true }) < 0;
}
