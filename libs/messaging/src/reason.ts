const LONGEST = 500;

/** A run of digits that could be a phone number, though not in the middle of an id. */
const PHONE = /(?<![\w-])\+?\d{6,15}(?![\w-])/g;

/** Why work was given up, in one line that may be shown and stored: messages of MongoDB and others may quote a phone number. */
export function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.replace(/\s+/g, ' ').trim().replace(PHONE, '…').slice(0, LONGEST) || 'unknown';
}
