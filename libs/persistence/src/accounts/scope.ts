import type { Account } from '#contracts';

declare const scoped: unique symbol;

/**
 * Whose data a query may see: of an organisation, these accounts, or all of them (null). Who is signed in, and a key,
 * is one. All queries for what belongs to accounts ask for it, so that none of them can forget it.
 */
export interface AccountScope {
  organisationId: string;
  accountIds: readonly string[] | null;
}

/** For work that was allowed when it was ordered: services do it for a whole organisation. */
export function everyAccountOf(organisationId: string): AccountScope {
  return { organisationId, accountIds: null };
}

/**
 * The conditions on records of accounts that a caller may see: of one account, or of all of them. They match nothing
 * for an account outside of the scope, so it is as if it did not exist.
 */
export function inScope({ organisationId, accountIds }: AccountScope, accountId?: string) {
  if (accountIds === null) return { organisationId, ...(accountId !== undefined && { accountId }) };
  const asked = accountId === undefined ? [...accountIds] : accountIds.filter((id) => id === accountId);
  return { organisationId, accountId: { $in: asked } };
}

/**
 * An account that was checked to belong to an organisation and to be one that the caller may see. Only {@link
 * AccountsRepository} makes one, and everything about contacts requires one. So a query for contacts cannot be written
 * without this check.
 */
export type AccountRef = Account & { organisationId: string; [scoped]: true };
