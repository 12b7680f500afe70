import type { Account } from '#contracts';

declare const scoped: unique symbol;

/**
 * An account that was checked to belong to an organisation. Only {@link AccountsRepository} makes one, and everything
 * about contacts requires one. So a query for contacts cannot be written without this check.
 */
export type AccountRef = Account & { organisationId: string; [scoped]: true };
