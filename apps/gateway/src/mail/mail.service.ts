import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { CONFIG, type Config } from '#platform';
import { createTransport, type Transporter } from 'nodemailer';

/** A letter in plain text. */
export interface Letter {
  to: string;
  subject: string;
  text: string;
}

/** In milliseconds; the URL may state others. A gateway that ends waits for mail under way, and has 30 seconds. */
const PATIENCE = { connectionTimeout: 8_000, greetingTimeout: 8_000, socketTimeout: 15_000 };

/** Sends mail, where an SMTP server is configured. */
@Injectable()
export class MailService implements OnApplicationShutdown {
  private readonly transport: Transporter | null;
  private readonly from: string | undefined;

  constructor(@Inject(CONFIG) { SMTP_URL, MAIL_FROM }: Config) {
    this.transport = SMTP_URL === undefined ? null : createTransport({ url: SMTP_URL, ...PATIENCE });
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

  onApplicationShutdown(): void {
    this.transport?.close();
  }
}
