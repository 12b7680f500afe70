import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import type { Config } from './config.js';

const ALGORITHM = 'aes-256-gcm';
const IV_BYTES = 12;
const VERSION = 'v1';
const ID_LENGTH = 8;

interface Key {
  id: string;
  bytes: Buffer;
}

/** Encrypts secrets that must be read again, such as tokens for other services. (A hash cannot be reversed.) */
export class Encryption {
  /** @param keys the first one encrypts; the others only decrypt what was encrypted before the key was changed */
  private constructor(private readonly keys: [Key, ...Key[]]) {}

  /** @returns null when no key is configured */
  static of({
    ENCRYPTION_KEY: current,
    ENCRYPTION_KEY_PREVIOUS: previous = [],
  }: Pick<Config, 'ENCRYPTION_KEY' | 'ENCRYPTION_KEY_PREVIOUS'>): Encryption | null {
    return current ? new Encryption([withId(current), ...previous.map(withId)]) : null;
  }

  /**
   * @param context where the secret is stored, e.g. ids; it cannot be decrypted with another context
   * @returns `v1.<iv>.<tag>.<ciphertext>.<id of the key>`, the middle three in base64url. Builds that know no ids of keys
   *   read it too
   */
  encrypt(secret: string, context: string): string {
    const [{ id, bytes }] = this.keys;
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv(ALGORITHM, bytes, iv);
    cipher.setAAD(Buffer.from(context));
    const ciphertext = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
    const parts = [iv, cipher.getAuthTag(), ciphertext].map((part) => part.toString('base64url'));
    return [VERSION, ...parts, id].join('.');
  }

  /** @throws when it was encrypted with a key that is not configured or another context, or was modified */
  decrypt(encrypted: string, context: string): string {
    const [version, ...parts] = encrypted.split('.');
    const [iv, tag, ciphertext] = parts.slice(0, 3).map((part) => Buffer.from(part, 'base64url'));
    if (version !== VERSION || !iv || !tag || !ciphertext) throw new Error('the value is not an encrypted secret');
    const keyId = parts[3];
    // Builds that knew one key noted no id. A wrong key cannot decrypt, because the tag is checked.
    const candidates = this.keys.filter(({ id }) => keyId === undefined || keyId === id);
    let failure: unknown = new Error('the secret was encrypted with a key that is not set');
    for (const { bytes } of candidates) {
      try {
        const decipher = createDecipheriv(ALGORITHM, bytes, iv, { authTagLength: 16 });
        decipher.setAAD(Buffer.from(context));
        decipher.setAuthTag(tag);
        return Buffer.concat([decipher.update(ciphertext), decipher.final()]).toString('utf8');
      } catch (error) {
        failure = error;
      }
    }
    throw failure;
  }

  /** Whether the present key encrypted it. */
  isCurrent(encrypted: string): boolean {
    return encrypted.split('.')[4] === this.keys[0].id;
  }
}

/** The id tells keys apart and gives nothing away: a key has 256 random bits. */
function withId(bytes: Buffer): Key {
  return { id: createHash('sha256').update(bytes).digest('hex').slice(0, ID_LENGTH), bytes };
}
