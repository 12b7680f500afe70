import { hash as argon2Hash, verify as argon2Verify } from '@node-rs/argon2';
import { createHash, randomBytes } from 'node:crypto';

/** What an API key looks like: `ck_` and 256 random bits in 43 URL-safe characters. */
export const API_KEY_PATTERN = /^ck_[A-Za-z0-9_-]{43}$/;

/** argon2id with what OWASP's Password Storage Cheat Sheet asks for: 19 MiB, two passes, one lane. */
const ARGON2 = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

let hashOfNobody: Promise<string> | undefined;

/** The hash of a password, with its salt and its parameters in it. */
export function hashPassword(password: string): Promise<string> {
  return argon2Hash(password, ARGON2);
}

/**
 * True when the password is the one that was hashed. Without a hash (there is no such user) it works just as long
 * and answers false, so that the time does not tell which e-mail addresses are known.
 */
export async function verifyPassword(hash: string | null, password: string): Promise<boolean> {
  hashOfNobody ??= hashPassword(newToken());
  const matches = await argon2Verify(hash ?? (await hashOfNobody), password);
  return hash !== null && matches;
}

/** A new API key. It is shown once; only `hash` is kept. */
export function newApiKey(): { key: string; hash: string } {
  const key = `ck_${newToken()}`;
  return { key, hash: hashToken(key) };
}

/** 256 random bits in 43 URL-safe characters. */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

/** SHA-256 in hex. Enough for what has 256 random bits; a password needs {@link hashPassword}. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
