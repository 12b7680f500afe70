import { Text } from '@mantine/core';
import { useAccounts } from '../api/accounts.js';
import { plus } from '../ui/account-select.js';

/** A WhatsApp number as text: its name and the number. */
export function AccountName({ id }: { id: string }) {
  const account = useAccounts().data?.find((known) => known.id === id);
  return <Text size="sm">{account && `${account.displayName} · ${plus(account.phoneNumber)}`}</Text>;
}
