import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationShutdown } from '@nestjs/common';
import { CONFIG, LOGGER, MAIL_DEFAULTS, type Config } from '#platform';
import { createTransport, type Transporter } from 'nodemailer';
import type { Logger } from 'pino';

/** A letter in plain text. */
export interface Letter {
  to: string;
  subject: string;
  text: string;
}

/** Sends mail, where an SMTP server is configured. */
@Injectable()
export class MailService implements BeforeApplicationShutdown, OnApplicationShutdown {
  /** Letters under way that nobody waits for. */
  private readonly underWay = new Set<Promise<void>>();
  private readonly transport: Transporter | null;
  private readonly from: string | undefined;

  constructor(
    @Inject(CONFIG) { SMTP_URL, MAIL_FROM }: Config,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.transport = SMTP_URL === undefined ? null : createTransport({ url: SMTP_URL, ...MAIL_DEFAULTS });
    this.from = MAIL_FROM;
  }

  get isConfigured(): boolean {
    return this.transport !== null;
  }

  /** @throws when the server does not take it, or there is none */
  async send({ to, subject, text }: Letter): Promise<void> {
    if (!this.transport) throw new Error('SMTP_URL is not set');
    // Marked as automatic (RFC 3834), so that no absence note answers.
    const headers = { 'Auto-Submitted': 'auto-generated' };
    await this.transport.sendMail({ from: this.from, to: { name: '', address: to }, subject, text, headers });
  }

  /** Sends a letter that nobody waits for. A failure is logged. */
  post(letter: Letter, requestId: string): void {
    const sending = this.send(letter).catch((error: unknown) =>
      this.logger.error({ err: withoutAddress(error), requestId }, 'a letter could not be mailed'),
    );
    this.underWay.add(sending);
    void sending.finally(() => this.underWay.delete(sending));
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(this.underWay);
  }

  onApplicationShutdown(): void {
    this.transport?.close();
  }
}

/** Servers repeat the address in their messages, which must not be logged. */
export function withoutAddress(error: unknown): object {
  const { name, code, responseCode, command } = error as Record<string, unknown>;
  return { name, code, responseCode, command };
}
