import { coded } from '#contracts';
import { hashPassword, ProblemError } from '#platform';
import type { ZxcvbnFactory } from '@zxcvbn-ts/core';

/** Fewer guesses than 10^8 find a password below this score of zxcvbn: a common one, or a pattern that many choose. */
const LEAST_SCORE = 3;
/** Later characters are not looked at: the check takes longer than linear, and so many decide it. */
const LOOKED_AT = 64;

/** Loaded on first use, because the list is large and few requests set a password. */
let zxcvbn: Promise<ZxcvbnFactory> | undefined;

/**
 * The hash of a password that somebody chose. This is the only way to a hash that is stored.
 * @param about what others know of them, such as their name and e-mail address, which makes a password easy to guess
 * @throws ProblemError `invalid_request` for a common password, or one that is easy to guess
 */
export async function hashNewPassword(password: string, about: string[]): Promise<string> {
  zxcvbn ??= loadZxcvbn();
  const { score } = (await zxcvbn).check(password.slice(0, LOOKED_AT), about.flatMap(withParts));
  if (score < LEAST_SCORE) {
    throw new ProblemError('invalid_request/body', {
      errors: [{ field: 'password', ...coded('common_password') }],
    });
  }
  return hashPassword(password);
}

/** `ana.garcia@example.org` is also `ana`, `garcia`, `example` and `org`. */
function withParts(text: string): string[] {
  return [text, ...text.split(/[^\p{L}\p{N}]+/u).filter((part) => part.length > 2)];
}

async function loadZxcvbn(): Promise<ZxcvbnFactory> {
  const [{ ZxcvbnFactory: Factory }, { dictionary, adjacencyGraphs }] = await Promise.all([
    import('@zxcvbn-ts/core'),
    import('@zxcvbn-ts/language-common'),
  ]);
  return new Factory({ dictionary, graphs: adjacencyGraphs });
}
