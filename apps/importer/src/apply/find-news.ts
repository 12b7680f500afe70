import { statementHash, type MergeOptions } from '#contact-rules';
import type { ContactUpserted, Statement } from '#contracts';
import type { AccountRef, ContactsRepository } from '#persistence';

/** The content of a batch: its rows without those that state nothing new. */
export type News = Pick<ContactUpserted, 'rows' | 'unchanged'>;

/**
 * Leaves out rows that an import already stated about the same contact, if nothing has changed the contact since:
 * merging them would change nothing. When a file is imported again, most rows are of this kind, and they are neither
 * sent nor merged. If a contact changes after this check, the result is as if it had changed just after the row.
 */
export async function findNews(
  contacts: ContactsRepository,
  account: AccountRef,
  options: MergeOptions,
  statements: readonly Statement[],
): Promise<News> {
  const phones = statements.map(({ phone }) => phone);
  const hashes = await contacts.findStatementHashes(account, phones);
  const rows: News['rows'] = [];
  for (const statement of statements) {
    const known = hashes.get(statement.phone);
    if (known === undefined) rows.push({ ...statement, isNew: true });
    else if (known !== statementHash(statement, options)) rows.push(statement);
  }
  return { rows, unchanged: statements.length - rows.length };
}
