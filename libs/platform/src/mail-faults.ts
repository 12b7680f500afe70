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
