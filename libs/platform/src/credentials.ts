import { createHash, randomBytes, randomInt } from 'node:crypto';
import { crc32 } from 'node:zlib';

/**
 * The format of an API key: `cntk_`, 256 random bits as 43 letters and digits, and their checksum as 6 more. A scanner for
 * secrets finds it without false alarms, and a double click selects it as a whole.
 */
const API_KEY_PATTERN = /^cntk_([0-9A-Za-z]{43})([0-9A-Za-z]{6})$/;
/** Keys of builds before this one: no checksum, and a prefix that other products use too. They stay valid. */
const OLD_API_KEY_PATTERN = /^ck_[A-Za-z0-9_-]{43}$/;
const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

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
  const secret = Array.from({ length: 43 }, () => BASE62[randomInt(62)]).join('');
  const key = `cntk_${secret}${checksumOf(secret)}`;
  return { key, hash: hashToken(key) };
}

/** Whether a text has the form of an API key and, unless it is an old one, its checksum. */
export function isApiKey(text: string): boolean {
  const [, secret, checksum] = API_KEY_PATTERN.exec(text) ?? [];
  return secret === undefined ? OLD_API_KEY_PATTERN.test(text) : checksum === checksumOf(secret);
}

/** The CRC-32 of a text in 6 letters and digits, as tokens of GitHub have it. */
function checksumOf(text: string): string {
  let rest = crc32(text);
  let digits = '';
  for (let place = 0; place < 6; place++, rest = Math.floor(rest / 62)) digits = BASE62[rest % 62]! + digits;
  return digits;
}

/** 256 random bits in 43 URL-safe characters. */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

/** SHA-256 in hex. Sufficient for tokens with 256 random bits; passwords need {@link hashPassword}. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
