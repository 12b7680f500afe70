/** The purpose of a one-time link, with its secret. */
export type OneTimeLink = { kind: 'first' | 'invitation'; token: string };

/**
 * Reads the part of the address behind the `#`: `token=…` makes the first administrator, `invitation=…` a member.
 * @returns null when there is neither
 */
export function readLink(hash: string): OneTimeLink | null {
  const parameters = new URLSearchParams(hash.replace(/^#/, ''));
  const first = parameters.get('token');
  if (first) return { kind: 'first', token: first };
  const invitation = parameters.get('invitation');
  return invitation ? { kind: 'invitation', token: invitation } : null;
}
