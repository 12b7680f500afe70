import { ApiClient } from '#api-client';
import { UserError } from '#terminal';
import { runningHere } from './running-here.js';

/** What a command says of the API and the WhatsApp number that it means. */
export interface ConnectFlags {
  account?: string;
  url?: string;
  key?: string;
}

/** The API and the WhatsApp number of {@link reach}. @throws UserError when there is no number */
export function connect(flags: ConnectFlags): { api: ApiClient; account: string } {
  const { api, account } = reach(flags);
  if (!account) throw new UserError('Say which WhatsApp number is meant: --account, an id of GET /v1/accounts.');
  return { api, account };
}

/** The API, and the WhatsApp number that is named or is the only one of the product that runs here. */
export function reach(flags: ConnectFlags): { api: ApiClient; account: string | undefined } {
  const { url: runningUrl, apiKey, accounts } = runningHere() ?? {};
  const only = accounts?.length === 1 ? accounts[0]!.id : undefined;
  const { url = runningUrl, key = apiKey, account = only } = flags;
  if (!url || !key) throw new UserError('Say where the API is: CONTACTS_URL and CONTACTS_API_KEY, or --url and --key.');
  return { api: new ApiClient(url.replace(/\/$/, ''), key), account };
}

/** When fetch fails because of the network, the reason is in `cause`. */
export function reasonOf(error: unknown): string {
  const { message, cause } = error as Error;
  return cause instanceof Error ? `${message} (${cause.message})` : message;
}
