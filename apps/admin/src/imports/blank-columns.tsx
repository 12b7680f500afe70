import { Alert, List, Stack, Switch, Text } from '@mantine/core';
import type { ImportColumn } from '#contracts';
import { useText } from '../i18n/language.js';
import { Icon } from '../ui/icon.js';

interface BlankColumnsProps {
  columns: readonly ImportColumn[];
  clear: boolean;
  onChange: (clear: boolean) => void;
}

/** Columns that are blank in every row, how many contacts this would affect, and the switch that the person must turn on. */
export function BlankColumns({ columns, clear, onChange }: BlankColumnsProps) {
  const t = useText();
  const blank = columns.filter((column) => column.kind === 'value' && column.blank && column.contactsAffected !== 0);
  if (blank.length === 0) return null;
  return (
    <Alert color={clear ? 'red' : 'orange'} icon={<Icon name="alert" />} title={t('import.blankTitle')}>
      <Stack gap="sm">
        <List size="sm">
          {blank.map(({ name, contactsAffected }) => (
            <List.Item key={name}>
              {contactsAffected === null
                ? t('import.blankUnknown', { name })
                : t('import.blankRemoves', { name, count: contactsAffected })}
            </List.Item>
          ))}
        </List>
        <Text size="sm">{t('import.blankHelp')}</Text>
        <Switch
          color="red.9"
          label={t('import.blankSwitch')}
          checked={clear}
          onChange={(event) => onChange(event.currentTarget.checked)}
        />
      </Stack>
    </Alert>
  );
}
