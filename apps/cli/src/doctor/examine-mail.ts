import { look, MAIL_DEFAULTS, type Config, type Finding } from '#platform';
import { createTransport } from 'nodemailer';

/** Signs in at the server that sends mail, as the gateway does. Sends nothing. */
export async function examineMail({ SMTP_URL }: Pick<Config, 'SMTP_URL'>): Promise<Finding[]> {
  if (SMTP_URL === undefined) return [];
  const transport = createTransport({ url: SMTP_URL, ...MAIL_DEFAULTS });
  const found = await look('Mail: address', async () => {
    await transport.verify();
    const { protocol, host, searchParams } = new URL(SMTP_URL);
    const isOpen = protocol === 'smtp:' && searchParams.get('requireTLS') === 'false';
    return { seen: isOpen ? `${host}, perhaps without TLS` : host };
  });
  transport.close();
  return [found];
}
