import { createHmac, timingSafeEqual } from 'node:crypto';
import http from 'node:http';
import type { AddressInfo } from 'node:net';

/** A received message. `verified`: whether its signature is valid for the receiver's secret. */
export interface ReceivedMessage {
  id: string;
  type: string;
  data: Record<string, unknown>;
  verified: boolean;
}

/** How the receiver responds to the next messages. */
export type Mood =
  | { status: number; headers?: Record<string, string> }
  /** It reads the message and never responds. */
  | 'hangs';

/**
 * A receiver of webhooks, written like a customer would from the Standard Webhooks specification alone. It shares no
 * code with the sender.
 */
export class WebhookReceiver {
  /** Every request, including those that were refused. */
  readonly received: ReceivedMessage[] = [];
  secret = '';
  mood: Mood = { status: 200 };
  private server: http.Server | null = null;
  private port = 0;

  /**
   * @param onTaken gets each message that is answered with 2xx, just before. Then the receiver keeps no messages, because
   *   a long run has too many.
   */
  static async start(onTaken?: (message: ReceivedMessage) => void): Promise<WebhookReceiver> {
    const receiver = new WebhookReceiver(onTaken);
    await receiver.comeBack();
    return receiver;
  }

  private constructor(private readonly onTaken: ((message: ReceivedMessage) => void) | undefined) {}

  get url(): string {
    return `http://127.0.0.1:${this.port}/hooks`;
  }

  /** The messages that were answered with 2xx. */
  readonly taken: ReceivedMessage[] = [];

  async comeBack(): Promise<void> {
    this.server = http.createServer((request, response) => void this.answer(request, response));
    await new Promise<void>((resolve) => this.server!.listen(this.port, '127.0.0.1', resolve));
    this.port = (this.server.address() as AddressInfo).port;
  }

  /** From now on, connections are refused. */
  async goAway(): Promise<void> {
    const server = this.server;
    this.server = null;
    server?.closeAllConnections();
    await new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve()));
  }

  private async answer(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString('utf8');
    const { type, data } = JSON.parse(body) as Pick<ReceivedMessage, 'type' | 'data'>;
    const message = { id: String(request.headers['webhook-id']), type, data, verified: this.verify(request, body) };
    if (!this.onTaken) this.received.push(message);
    if (this.mood === 'hangs') return;
    const { status, headers } = this.mood;
    if (status < 300) this.take(message);
    response.writeHead(status, headers).end('{}');
  }

  private take(message: ReceivedMessage): void {
    if (this.onTaken) this.onTaken(message);
    else this.taken.push(message);
  }

  private verify({ headers }: http.IncomingMessage, body: string): boolean {
    const seconds = Number(headers['webhook-timestamp']);
    if (Math.abs(Date.now() / 1000 - seconds) > 300) return false;
    const expected = createHmac('sha256', Buffer.from(this.secret.replace('whsec_', ''), 'base64'))
      .update(`${String(headers['webhook-id'])}.${seconds}.${body}`)
      .digest();
    return String(headers['webhook-signature'])
      .split(' ')
      .map((signature) => signature.split(','))
      .some(([version, value]) => {
        const given = Buffer.from(value ?? '', 'base64');
        return version === 'v1' && given.length === expected.length && timingSafeEqual(given, expected);
      });
  }
}
