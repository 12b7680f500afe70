import { coded } from '#contracts';
import { hashPassword, ProblemError } from '#platform';
import type { ZxcvbnFactory } from '@zxcvbn-ts/core';

/** Fewer guesses than 10^8 find a password below this score of zxcvbn: a common one, or a pattern that many choose. */
const LEAST_SCORE = 3;
/** Later characters are not looked at: the check takes longer than linear, and so many decide it. */
const LOOKED_AT = 64;

/** What everybody here knows is as easy to guess as the own name. */
const PRODUCT = ['Contacts', 'WhatsApp'];
/** A password with such words has so many other characters at least. The estimate takes several words for good ones. */
const LEAST_BESIDE = 6;

/** Loaded on first use, because the list is large and few requests set a password. */
let zxcvbn: Promise<ZxcvbnFactory> | undefined;

/**
 * The hash of a password that somebody chose. This is the only way to a hash that is stored.
 * @param about what others know of them, which makes a password easy to guess: address, name and organisations
 * @throws ProblemError `invalid_request` for a common password, or one that is easy to guess
 */
export async function hashNewPassword(password: string, about: string[]): Promise<string> {
  zxcvbn ??= loadZxcvbn();
  const words = [...PRODUCT, ...about].flatMap(withParts);
  const { score } = (await zxcvbn).check(password.slice(0, LOOKED_AT), words);
  if (score < LEAST_SCORE || isMadeOf(words, password)) {
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

/** True if a password is these words, however they are written, and little else. */
function isMadeOf(words: string[], password: string): boolean {
  const fold = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  const longestFirst = words
    .map(fold)
    .filter((word) => word !== '')
    .sort((one, other) => other.length - one.length);
  const whole = fold(password);
  const rest = longestFirst.reduce((text, word) => text.replaceAll(word, ''), whole);
  return rest !== whole && [...rest.replace(/[\s\-_.,]/g, '')].length < LEAST_BESIDE;
}

async function loadZxcvbn(): Promise<ZxcvbnFactory> {
  const [{ ZxcvbnFactory: Factory }, { dictionary, adjacencyGraphs }] = await Promise.all([
    import('@zxcvbn-ts/core'),
    import('@zxcvbn-ts/language-common'),
  ]);
  return new Factory({ dictionary, graphs: adjacencyGraphs });
}
