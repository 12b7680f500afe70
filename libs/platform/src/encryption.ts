import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const ALGORITHM = 'aes-256-gcm';
const IV_BYTES = 12;
const VERSION = 'v1';

/** Encrypts what must be read again, such as a token of another service: a hash would not do. */
export class Encryption {
  /** @param key 32 bytes */
  constructor(private readonly key: Buffer) {}

  /**
   * @param context where the secret belongs, e.g. ids: in another place it cannot be decrypted
   * @returns `v1.<iv>.<tag>.<ciphertext>`, each in base64url
   */
  encrypt(secret: string, context: string): string {
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv(ALGORITHM, this.key, iv);
    cipher.setAAD(Buffer.from(context));
    const ciphertext = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
    return [VERSION, ...[iv, cipher.getAuthTag(), ciphertext].map((part) => part.toString('base64url'))].join('.');
  }

  /** @throws when it was encrypted by another key or for another place, or was changed */
  decrypt(encrypted: string, context: string): string {
    const [version, ...parts] = encrypted.split('.');
    const [iv, tag, ciphertext] = parts.map((part) => Buffer.from(part, 'base64url'));
    if (version !== VERSION || !iv || !tag || !ciphertext) throw new Error('this is no secret of ours');
    const decipher = createDecipheriv(ALGORITHM, this.key, iv, { authTagLength: 16 });
    decipher.setAAD(Buffer.from(context));
    decipher.setAuthTag(tag);
    return Buffer.concat([decipher.update(ciphertext), decipher.final()]).toString('utf8');
  }
}
