import type { ApiClient } from '#api-client';
import type { Contact } from '#contracts';
import { UserError, type Report } from '#terminal';

/** The API, and the account that knows the contact. */
interface Connection {
  api: ApiClient;
  account: string;
}

export interface OptOutChoice {
  /** For all accounts of the organisation. */
  all?: boolean;
  reason?: string;
}

/** Marks a contact as "do not contact". @returns the exit status */
export async function optOut(
  connection: Connection,
  phone: string,
  { all, reason }: OptOutChoice,
  report: Report,
): Promise<number> {
  const body = { scope: all ? 'organisation' : 'account', ...(reason !== undefined && { reason }) };
  const contact = await changeMark(connection, phone, 'opt-out', body);
  const isForAll = contact.optOut?.scope === 'organisation';
  report.say(`${contact.phone} is not contacted from ${isForAll ? 'any WhatsApp number' : 'this WhatsApp number'}`);
  return 0;
}

/** Takes the mark off. @returns the exit status */
export async function optIn(connection: Connection, phone: string, report: Report): Promise<number> {
  const contact = await changeMark(connection, phone, 'opt-in', {});
  report.say(`${contact.phone} may be contacted`);
  return 0;
}

function changeMark(
  { api, account }: Connection,
  phone: string,
  change: 'opt-out' | 'opt-in',
  body: object,
): Promise<Contact> {
  const path = `/v1/accounts/${account}/contacts/${encodeURIComponent(phone)}/${change}`;
  return api.post<Contact>(path, body).catch((cause: unknown) => {
    throw new UserError(`The mark was not changed: ${(cause as Error).message}`, { cause });
  });
}
