/** The purpose of a one-time link, with its secret. */
export type OneTimeLink = { kind: 'first' | 'invitation' | 'password'; token: string };

/**
 * Reads the part of the address behind the `#`: `token=…` makes the first administrator, `invitation=…` a member, and
 * `password=…` sets a new password.
 * @returns null when there is none
 */
export function readLink(hash: string): OneTimeLink | null {
  const parameters = new URLSearchParams(hash.replace(/^#/, ''));
  const first = parameters.get('token');
  if (first) return { kind: 'first', token: first };
  const password = parameters.get('password');
  if (password) return { kind: 'password', token: password };
  const invitation = parameters.get('invitation');
  return invitation ? { kind: 'invitation', token: invitation } : null;
}
