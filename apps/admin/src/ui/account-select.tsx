import { Select } from '@mantine/core';
import type { SelectProps } from '@mantine/core';
import type { Account } from '#contracts';
import { useText } from '../i18n/language.js';
import { Icon } from './icon.js';

const ALL = 'all';

interface AccountSelectProps extends Omit<SelectProps, 'data' | 'value' | 'onChange'> {
  accounts: readonly Account[];
  value: string | null;
  onChange: (accountId: string | null) => void;
  /** Offers "all numbers", which is null. */
  withAll?: boolean;
  /** Inactive numbers are listed but cannot be chosen. */
  activeOnly?: boolean;
}

/** Chooses a WhatsApp number of the organisation. */
export function AccountSelect({
  accounts,
  value,
  onChange,
  withAll = false,
  activeOnly = false,
  ...props
}: AccountSelectProps) {
  const t = useText();
  const data = accounts.map((account) => ({
    value: account.id,
    label: `${account.displayName} · ${plus(account.phoneNumber)}${account.status === 'inactive' ? ` (${t('account.inactive')})` : ''}`,
    disabled: activeOnly && account.status === 'inactive',
  }));
  return (
    <Select
      leftSection={<Icon name="phone" size={16} />}
      placeholder={t('account.choose')}
      allowDeselect={false}
      searchable={accounts.length > 10}
      {...props}
      data={withAll ? [{ value: ALL, label: t('account.all'), disabled: false }, ...data] : data}
      value={value ?? (withAll ? ALL : null)}
      onChange={(chosen) => onChange(chosen === ALL ? null : chosen)}
    />
  );
}

/** A phone number as people write it: `34600…` → `+34600…`. */
export const plus = (phone: string): string => (phone.startsWith('+') ? phone : `+${phone}`);
