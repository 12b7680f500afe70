import { Checkbox, MultiSelect } from '@mantine/core';
import type { Member, Role } from '#contracts';
import { useAccounts } from '../api/accounts.js';
import { team } from '../i18n/catalogue/team.js';
import { useAreaText } from '../i18n/language.js';
import { plus } from '../ui/account-select.js';

export type Access = Pick<Member, 'accountIds' | 'mayDownload'>;

export const FULL_ACCESS: Access = { accountIds: null, mayDownload: true };

/** Administrators are never limited. */
export const accessOf = (role: Role, access: Access): Access => (role === 'admin' ? FULL_ACCESS : access);

/** Limits a person to some numbers, and to see contacts without downloading them. */
export function AccessFields({ value, onChange }: { value: Access; onChange: (access: Access) => void }) {
  const t = useAreaText(team);
  return (
    <>
      <AccountsField value={value.accountIds} onChange={(accountIds) => onChange({ ...value, accountIds })} />
      <Checkbox
        label={t('access.download')}
        checked={value.mayDownload}
        onChange={(event) => onChange({ ...value, mayDownload: event.currentTarget.checked })}
      />
    </>
  );
}

interface AccountsFieldProps {
  /** Null: all. */
  value: string[] | null;
  onChange: (accountIds: string[] | null) => void;
}

/** Chooses the numbers that a person or a key may see. None chosen is all. */
export function AccountsField({ value, onChange }: AccountsFieldProps) {
  const t = useAreaText(team);
  const accounts = useAccounts();
  return (
    <MultiSelect
      label={t('access.accounts')}
      description={t('access.accountsHelp')}
      placeholder={value === null ? t('account.all') : undefined}
      data={(accounts.data ?? []).map(({ id, displayName, phoneNumber }) => ({
        value: id,
        label: `${displayName} · ${plus(phoneNumber)}`,
      }))}
      value={value ?? []}
      onChange={(ids) => onChange(ids.length === 0 ? null : ids)}
      clearable
    />
  );
}

/** What limits somebody, in words; empty for nothing. */
export function useLimits({ accountIds, mayDownload }: Access): string[] {
  const t = useAreaText(team);
  const accounts = useAccounts();
  const names = (accountIds ?? []).map((id) => accounts.data?.find((account) => account.id === id)?.displayName ?? '…');
  return [
    ...(accountIds ? [t('access.only', { names: names.join(', ') })] : []),
    ...(mayDownload ? [] : [t('access.noDownload')]),
  ];
}
