/** An error whose message is written for the person at the terminal: it is shown without a stack, and the program ends with status 1. */
export class UserError extends Error {
  override name = 'UserError';
}

/** What to show of any error: the sentence of a {@link UserError}, the stack of everything else. */
export function explain(error: unknown): string {
  if (error instanceof UserError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** The first line of an error's message, for a remark in passing. */
export function reasonOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0]!;
}
