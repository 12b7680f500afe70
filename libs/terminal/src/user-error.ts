/**
 * An error whose message is meant for the user at the terminal: it is shown without a stack, and the program exits with
 * status 1.
 */
export class UserError extends Error {
  override name = 'UserError';
}

/** The text to show for an error: the message of a {@link UserError}, the stack of any other error. */
export function explain(error: unknown): string {
  if (error instanceof UserError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** The first line of an error's message, for a short note. */
export function reasonOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0]!;
}
