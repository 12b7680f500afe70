const LONGEST = 500;

/** A run of digits that could be a phone number, but is not part of an id. */
const PHONE = /(?<![\w-])\+?\d{6,15}(?![\w-])/g;

/**
 * Why work was given up, in one line that is safe to show and store. Phone numbers are removed: errors of MongoDB and
 * others may quote them.
 */
export function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.replace(/\s+/g, ' ').trim().replace(PHONE, '…').slice(0, LONGEST) || 'unknown';
}
