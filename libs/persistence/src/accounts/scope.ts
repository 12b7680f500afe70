import type { Account } from '#contracts';

declare const scoped: unique symbol;

/**
 * An account that is known to belong to an organisation. Only {@link AccountsRepository} makes one, and everything
 * about contacts takes one: so no query for contacts can be written that was not checked against its organisation.
 */
export type AccountRef = Account & { organisationId: string; [scoped]: true };
