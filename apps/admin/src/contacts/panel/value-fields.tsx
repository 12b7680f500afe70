import { ActionIcon, Autocomplete, Button, Fieldset, Group, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useCatalogue } from '../../api/tags.js';
import { useText } from '../../i18n/language.js';
import { Icon } from '../../ui/icon.js';
import type { Draft } from './draft.js';

interface ValueFieldsProps {
  accountId: string | null;
  values: Draft['values'];
  readOnly?: boolean;
  errors: Map<string, string>;
  onChange: (values: Draft['values']) => void;
}

/** A contact's values, one field for each name, and a field to add one under another name. */
export function ValueFields({ accountId, values, readOnly = false, errors, onChange }: ValueFieldsProps) {
  const t = useText();
  if (readOnly && values.length === 0) return null;
  return (
    <Fieldset legend={t('contact.values')} variant="unstyled" p={0} mx={0} fz="sm" fw={500}>
      <Stack gap="sm" mt="xs">
        {values.map(({ name, value }) => (
          <Group key={name} gap="xs" align="flex-end" wrap="nowrap">
            <TextInput
              label={name}
              value={value}
              readOnly={readOnly}
              error={errors.get(`values.${name}`)}
              flex={1}
              maxLength={4096}
              onChange={(event) => {
                const { value: next } = event.currentTarget;
                onChange(values.map((own) => (own.name === name ? { name, value: next } : own)));
              }}
            />
            {!readOnly && (
              <ActionIcon
                variant="subtle"
                color="gray"
                size={36}
                aria-label={t('contact.removeValue', { name })}
                onClick={() => onChange(values.filter((own) => own.name !== name))}
              >
                <Icon name="close" size={16} />
              </ActionIcon>
            )}
          </Group>
        ))}
        {!readOnly && (
          <AddValue
            accountId={accountId}
            taken={values.map(({ name }) => name)}
            onAdd={(name) => onChange([...values, { name, value: '' }])}
          />
        )}
      </Stack>
    </Fieldset>
  );
}

/** Chooses the name of a value to add: one that the account has, or a new one. */
function AddValue({
  accountId,
  taken,
  onAdd,
}: {
  accountId: string | null;
  taken: string[];
  onAdd: (name: string) => void;
}) {
  const t = useText();
  const [typed, setTyped] = useState('');
  const known = useCatalogue(accountId).data ?? [];
  const names = known.filter(({ kind, name }) => kind === 'value' && !taken.includes(name)).map(({ name }) => name);
  const name = typed.trim();
  const add = (chosen: string) => {
    const spelled = names.find((own) => own.toLowerCase() === chosen.toLowerCase()) ?? chosen;
    if (spelled === '' || taken.some((own) => own.toLowerCase() === spelled.toLowerCase())) return;
    onAdd(spelled);
    setTyped('');
  };
  return (
    <Group gap="xs" align="flex-end" wrap="nowrap">
      <Autocomplete
        flex={1}
        label={
          <Text span size="sm" c="dimmed">
            {t('contact.addValue')}
          </Text>
        }
        placeholder={t('contact.valueName')}
        data={names}
        limit={20}
        maxLength={256}
        value={typed}
        onChange={setTyped}
        onOptionSubmit={(chosen) => {
          add(chosen);
          // After this, Mantine writes the chosen option into the field.
          queueMicrotask(() => setTyped(''));
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.defaultPrevented || name === '') return;
          event.preventDefault();
          add(name);
        }}
        comboboxProps={{ withinPortal: false, shadow: 'md' }}
      />
      <Button variant="default" disabled={name === ''} onClick={() => add(name)}>
        {t('contact.addValueButton')}
      </Button>
    </Group>
  );
}
