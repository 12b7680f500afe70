import type { ApiClient } from '#api-client';
import { rolesOfScope, type ApiKey, type KeyScope, type NewApiKey, type Role } from '#contracts';
import { UserError, type Report } from '#terminal';

export interface KeyChoice {
  role: Role;
  scope?: KeyScope[];
  account?: string[];
  days?: number | 'never';
}

/** Lists the keys that are not revoked, with when they end and were last used. */
export async function listKeys(api: ApiClient, report: Report): Promise<number> {
  const { items } = await api.all<ApiKey>('/v1/keys').catch(refused);
  for (const { id, name, role, scopes, accountIds, expiresAt, lastUsedAt, revokedAt } of items) {
    if (revokedAt) continue;
    const end = expiresAt ? `until ${expiresAt}` : 'never expires';
    const used = lastUsedAt ? `last used ${lastUsedAt}` : 'never used';
    const accounts = accountIds ? `only ${accountIds.join(', ')}` : 'all accounts';
    report.say([id, name, role, scopes?.join(', ') ?? 'all scopes', accounts, end, used].join('  ·  '));
  }
  return 0;
}

/** Creates a key and prints its secret. */
export async function createKey(api: ApiClient, name: string, choice: KeyChoice, report: Report): Promise<number> {
  const { role, scope: scopes, account: accountIds, days } = choice;
  const useless = scopes?.find((scope) => !rolesOfScope(scope).includes(role));
  if (useless) throw new UserError(`A key with the role ${role} can do nothing with the scope ${useless}.`);
  const body = { name, role, scopes, accountIds, expiresInDays: days === 'never' ? null : days };
  return shown(await api.post<NewApiKey>('/v1/keys', body).catch(refused), report);
}

/** Gives a key another secret and prints it. */
export async function rotateKey(
  api: ApiClient,
  id: string,
  { overlapHours }: { overlapHours?: number },
  report: Report,
): Promise<number> {
  return shown(await api.post<NewApiKey>(`/v1/keys/${id}/rotate`, { overlapHours }).catch(refused), report);
}

export async function revokeKey(api: ApiClient, id: string, report: Report): Promise<number> {
  await api.read(`/v1/keys/${id}`, { method: 'DELETE' }).catch(refused);
  report.say(`Revoked ${id}`);
  return 0;
}

function refused(cause: unknown): never {
  throw new UserError(`It was refused: ${(cause as Error).message}`, { cause });
}

/** The secret comes alone in the last line, so that a script can take it. */
function shown({ id, key, expiresAt, oldSecretUntil }: NewApiKey, report: Report): number {
  report.say(`Key ${id}, ${expiresAt ? `until ${expiresAt}` : 'which never expires'}. It is shown only now.`);
  if (oldSecretUntil) report.say(`The old secret works until ${oldSecretUntil}.`);
  report.say(key);
  return 0;
}
