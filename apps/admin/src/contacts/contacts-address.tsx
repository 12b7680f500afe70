import { Navigate } from 'react-router';
import { useAccounts } from '../api/accounts.js';
import { readStored, writeStored } from '../ui/stored.js';

const STORED = 'contacts.account';

/** Remembers the account that was viewed or imported into last; null means all accounts. */
export function rememberAccount(accountId: string | null): void {
  writeStored(STORED, accountId ?? '');
}

/** The account remembered in this browser, if it still exists; else the only one there is. */
export function useRememberedAccount(): string | null {
  const accounts = useAccounts().data ?? [];
  const stored = readStored(STORED);
  if (accounts.some(({ id }) => id === stored)) return stored;
  return accounts.length === 1 ? accounts[0]!.id : null;
}

/** The address of the contacts of the remembered account. */
export function useContactsAddress(): string {
  return contactsAddress(useRememberedAccount());
}

/** @param importId only contacts that this import was the last to change */
export function contactsAddress(accountId: string | null, importId: string | null = null): string {
  const query = new URLSearchParams({ ...(accountId && { accountId }), ...(importId && { import: importId }) });
  return query.size > 0 ? `/contacts?${query}` : '/contacts';
}

/** The start page: the contacts of the remembered account. */
export function ContactsHome() {
  const { isPending } = useAccounts();
  const address = useContactsAddress();
  return isPending ? null : <Navigate to={address} replace />;
}
