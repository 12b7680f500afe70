import { randomBytes } from 'node:crypto';
import type { Config } from './config.js';
import { Encryption } from './encryption.js';

/** The Standard Webhooks specification requires 24 to 64 bytes. */
const BYTES = 32;

interface OfWebhook {
  _id: string;
  organisationId: string;
  secret: string;
}

/** Creates and reads the secrets with which messages to webhooks are signed. They are stored encrypted. */
export class WebhookSecrets {
  private readonly encryption: Encryption | null;

  constructor(config: Pick<Config, 'ENCRYPTION_KEY' | 'ENCRYPTION_KEY_PREVIOUS'>) {
    this.encryption = Encryption.of(config);
  }

  /** @returns a new secret, as it is shown once and as it is stored; null when no encryption key is configured */
  make(owner: Omit<OfWebhook, 'secret'>): { shown: string; stored: string } | null {
    if (!this.encryption) return null;
    const shown = `whsec_${randomBytes(BYTES).toString('base64')}`;
    return { shown, stored: this.encryption.encrypt(shown, webhookContext(owner)) };
  }

  /** @throws when no encryption key is configured, or not the one that the secret was stored with */
  read(webhook: OfWebhook): string {
    if (!this.encryption) throw new Error('ENCRYPTION_KEY is not set, so the secrets of webhooks cannot be read');
    return this.encryption.decrypt(webhook.secret, webhookContext(webhook));
  }
}

/** Binds a secret to its webhook: it cannot be decrypted for another one. */
export function webhookContext({ _id, organisationId }: Omit<OfWebhook, 'secret'>): string {
  return `${organisationId}/webhooks/${_id}`;
}
