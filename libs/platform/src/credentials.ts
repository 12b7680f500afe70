import { createHash, randomBytes } from 'node:crypto';

/** The format of an API key: `ck_` and 256 random bits in 43 URL-safe characters. */
export const API_KEY_PATTERN = /^ck_[A-Za-z0-9_-]{43}$/;

/** argon2id with the parameters that OWASP's Password Storage Cheat Sheet recommends: 19 MiB, two passes, one lane. */
const ARGON2 = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Loaded on first use, because most services know no passwords. */
const argon2 = () => import('@node-rs/argon2');

let hashOfNobody: Promise<string> | undefined;

/** The hash of a password, including its salt and parameters. */
export async function hashPassword(password: string): Promise<string> {
  return (await argon2()).hash(password, ARGON2);
}

/**
 * True when the password matches the hash. Without a hash (no such user) it takes just as long and returns false, so
 * that the response time does not reveal which e-mail addresses are known.
 */
export async function verifyPassword(hash: string | null, password: string): Promise<boolean> {
  hashOfNobody ??= hashPassword(newToken());
  const { verify } = await argon2();
  const matches = await verify(hash ?? (await hashOfNobody), password);
  return hash !== null && matches;
}

/** Makes a new API key. It is shown once; only `hash` is stored. */
export function newApiKey(): { key: string; hash: string } {
  const key = `ck_${newToken()}`;
  return { key, hash: hashToken(key) };
}

/** 256 random bits in 43 URL-safe characters. */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

/** SHA-256 in hex. Sufficient for tokens with 256 random bits; passwords need {@link hashPassword}. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
