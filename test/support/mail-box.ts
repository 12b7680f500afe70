import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { eventually } from './eventually.js';

/** What arrived: the recipient of the envelope, the header lines and the text, decoded. */
interface Mail {
  to: string;
  head: string;
  text: string;
}

/** A real SMTP server that keeps what it gets. */
export class MailBox {
  readonly mails: Mail[] = [];
  private held: (() => void)[] | null = null;

  static async start(): Promise<MailBox> {
    const box = new MailBox();
    await new Promise<void>((resolve) => box.server.listen(0, '127.0.0.1', resolve));
    return box;
  }

  private readonly server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo: ({ address }, _, done) =>
      done(address.startsWith('refused') ? new Error(`550 no mail for ${address}`) : undefined),
    onData: (stream, session, done) => {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', () => {
        const take = () => {
          this.mails.push(read(session.envelope.rcptTo[0]!.address, Buffer.concat(parts).toString()));
          done();
        };
        if (this.held) this.held.push(take);
        else take();
      });
    },
  });

  /** It has no TLS. */
  get url(): string {
    return `smtp://127.0.0.1:${(this.server.server.address() as AddressInfo).port}?requireTLS=false`;
  }

  /** Keeps senders waiting until `release`. */
  hold(): void {
    this.held = [];
  }

  /** Waits until somebody waits, and takes what they send. */
  async release(): Promise<void> {
    await eventually('a mail waits', () => {
      if (!this.held?.length) throw new Error('none waits');
    });
    const waiting = this.held!;
    this.held = null;
    for (const take of waiting) take();
  }

  /** Waits for the mail after the first `count`. */
  next(count: number): Promise<Mail> {
    return eventually('a mail arrives', () => {
      const mail = this.mails[count];
      if (!mail) throw new Error('none has arrived');
      return mail;
    });
  }

  async stop(): Promise<void> {
    await new Promise<void>((resolve) => this.server.close(resolve));
  }
}

function read(to: string, raw: string): Mail {
  const [head = '', ...body] = raw.split('\r\n\r\n');
  return { to, head, text: /quoted-printable/i.test(head) ? unquoted(body.join('\r\n\r\n')) : body.join('\r\n\r\n') };
}

/** Decodes quoted-printable (RFC 2045, 6.7). */
function unquoted(text: string): string {
  const bytes = text
    .replace(/=\r\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, code: string) => String.fromCharCode(parseInt(code, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}
