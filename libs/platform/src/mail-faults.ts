/**
 * How mail is sent, unless `SMTP_URL` says otherwise: never without TLS, and with patience in milliseconds. A gateway that
 * ends waits for mail under way, and has 30 seconds.
 */
export const MAIL_DEFAULTS = {
  requireTLS: true,
  connectionTimeout: 8_000,
  greetingTimeout: 8_000,
  socketTimeout: 15_000,
};

interface MailSettings {
  SMTP_URL?: string | undefined;
  MAIL_FROM?: string | undefined;
  PUBLIC_URL?: string | undefined;
}

/** What is missing to send mail with links, one sentence each. */
export function mailFaults({ SMTP_URL, MAIL_FROM, PUBLIC_URL }: MailSettings): string[] {
  if (SMTP_URL === undefined) return [];
  return Object.entries({ MAIL_FROM, PUBLIC_URL })
    .filter(([, value]) => value === undefined)
    .map(([name]) => `${name}: is missing, though SMTP_URL is set`);
}
