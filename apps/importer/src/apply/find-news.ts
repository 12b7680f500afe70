import { statementHash, type MergeOptions } from '#contact-rules';
import type { ContactUpserted, Statement } from '#contracts';
import type { AccountRef, ContactsRepository } from '#persistence';

/** What a batch has to say: its rows, but for those that state nothing new. */
export type News = Pick<ContactUpserted, 'rows' | 'unchanged'>;

/**
 * Leaves out the rows that state what an import stated of the same contact before and nothing has changed since: merging
 * them changes nothing. Most rows of a file that comes again are such, and neither travel nor are merged.
 *
 * A contact that is changed after this look has that change, as if it came a moment after the row. What this very import
 * wrote is sent, for it may be this batch come again: that has to count as it did then.
 */
export async function findNews(
  contacts: ContactsRepository,
  account: AccountRef,
  importId: string,
  options: MergeOptions,
  statements: readonly Statement[],
): Promise<News> {
  const phones = statements.map(({ phone }) => phone);
  const hashes = await contacts.findStatementHashes(account, phones, importId);
  const rows: News['rows'] = [];
  for (const statement of statements) {
    const known = hashes.get(statement.phone);
    if (known === undefined) rows.push({ ...statement, isNew: true });
    else if (known !== statementHash(statement, options)) rows.push(statement);
  }
  return { rows, unchanged: statements.length - rows.length };
}
