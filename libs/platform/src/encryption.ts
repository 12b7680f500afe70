import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const ALGORITHM = 'aes-256-gcm';
const IV_BYTES = 12;
const VERSION = 'v1';

/** Encrypts secrets that must be read again, such as tokens for other services. (A hash cannot be reversed.) */
export class Encryption {
  /** @param key 32 bytes */
  constructor(private readonly key: Buffer) {}

  /**
   * @param context where the secret is stored, e.g. ids; it cannot be decrypted with another context
   * @returns `v1.<iv>.<tag>.<ciphertext>`, each in base64url
   */
  encrypt(secret: string, context: string): string {
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv(ALGORITHM, this.key, iv);
    cipher.setAAD(Buffer.from(context));
    const ciphertext = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
    return [VERSION, ...[iv, cipher.getAuthTag(), ciphertext].map((part) => part.toString('base64url'))].join('.');
  }

  /** @throws when it was encrypted with another key or context, or was modified */
  decrypt(encrypted: string, context: string): string {
    const [version, ...parts] = encrypted.split('.');
    const [iv, tag, ciphertext] = parts.map((part) => Buffer.from(part, 'base64url'));
    if (version !== VERSION || !iv || !tag || !ciphertext) throw new Error('the value is not an encrypted secret');
    const decipher = createDecipheriv(ALGORITHM, this.key, iv, { authTagLength: 16 });
    decipher.setAAD(Buffer.from(context));
    decipher.setAuthTag(tag);
    return Buffer.concat([decipher.update(ciphertext), decipher.final()]).toString('utf8');
  }
}
