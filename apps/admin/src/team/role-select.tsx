import { Select } from '@mantine/core';
import type { SelectProps } from '@mantine/core';
import type { Role } from '#contracts';
import { useText } from '../i18n/language.js';

const ROLES = ['viewer', 'editor', 'admin'] as const satisfies Role[];

interface RoleSelectProps extends Omit<SelectProps, 'data' | 'value' | 'onChange'> {
  value: Role;
  onChange: (role: Role) => void;
}

/** Chooses the role of a person or a program. */
export function RoleSelect({ value, onChange, ...props }: RoleSelectProps) {
  const t = useText();
  return (
    <Select
      {...props}
      allowDeselect={false}
      value={value}
      onChange={(chosen) => {
        const role = ROLES.find((known) => known === chosen);
        if (role) onChange(role);
      }}
      data={ROLES.map((role) => ({ value: role, label: t(`role.${role}`) }))}
    />
  );
}
