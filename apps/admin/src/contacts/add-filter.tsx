import { Combobox, Group, Text, TextInput, useCombobox } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useEffect, useMemo, useState } from 'react';
import { parseValueCondition } from '#contracts';
import { useCatalogue } from '../api/tags.js';
import { useFormat, useText } from '../i18n/language.js';
import type { Translate } from '../i18n/text.js';
import { Icon } from '../ui/icon.js';
import type { Condition } from './condition.js';
import { suggest, suggestMarks } from './suggest.js';
import type { Suggestion } from './suggest.js';

const TYPING_PAUSE_MS = 150;

interface AddFilterProps {
  accountId: string | null;
  /** Whether the mark "do not contact" is offered too. */
  withMarks: boolean;
  onAdd: (condition: Condition) => void;
}

/** Adds a condition: type a tag, or `name: value`, with suggestions from the account's catalogue where there is one. */
export function AddFilter({ accountId, withMarks, onAdd }: AddFilterProps) {
  const t = useText();
  const [typed, setTyped] = useState('');
  const [asked] = useDebouncedValue(typed.trim(), TYPING_PAUSE_MS);
  const written = parseValueCondition(asked);
  const known = useCatalogue(accountId).data ?? null;
  const found = useCatalogue(known && accountId, written?.name.trim() ?? asked, written?.value.trim() ?? null).data;
  const catalogue = found ?? known;
  const groups = useMemo(() => suggest(typed, catalogue), [typed, catalogue]);
  const marks = withMarks ? suggestMarks(typed, (text) => markLabel(text, t)) : [];
  const others = groups.tags.length + groups.values.length;
  const all = [...groups.tags, ...groups.values, ...marks];
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() });
  const { selectFirstOption } = combobox;
  useEffect(() => {
    // So that Enter accepts the typed text.
    if (typed.trim() !== '') selectFirstOption();
  }, [typed, groups, selectFirstOption]);

  const choose = (index: string) => {
    const chosen = all[Number(index)];
    if (chosen?.kind === 'name') return setTyped(chosen.completed);
    if (chosen) onAdd(chosen.condition);
    setTyped('');
    combobox.closeDropdown();
  };
  const options = (suggestions: Suggestion[], first: number) =>
    suggestions.map((suggestion, index) => (
      <Combobox.Option key={first + index} value={String(first + index)}>
        <SuggestionLine suggestion={suggestion} />
      </Combobox.Option>
    ));

  return (
    <Combobox store={combobox} onOptionSubmit={choose} shadow="md" withinPortal={false}>
      <Combobox.Target withExpandedAttribute autoComplete="off">
        <TextInput
          aria-label={t('filter.add')}
          placeholder={t('filter.placeholder')}
          leftSection={<Icon name="plus" size={16} />}
          maxLength={4096}
          value={typed}
          onFocus={() => combobox.openDropdown()}
          onClick={() => combobox.openDropdown()}
          onBlur={() => combobox.closeDropdown()}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            combobox.openDropdown();
          }}
        />
      </Combobox.Target>
      <Combobox.Dropdown>
        <Combobox.Options tabIndex={-1} mah={400} style={{ overflowY: 'auto' }} aria-label={t('filter.add')}>
          {groups.tags.length > 0 && (
            <Combobox.Group label={t('filter.tags')}>{options(groups.tags, 0)}</Combobox.Group>
          )}
          {groups.values.length > 0 && (
            <Combobox.Group label={t('filter.values')}>{options(groups.values, groups.tags.length)}</Combobox.Group>
          )}
          {marks.length > 0 && <Combobox.Group label={t('filter.marks')}>{options(marks, others)}</Combobox.Group>}
        </Combobox.Options>
        <Combobox.Footer>
          <Text size="xs" c="dimmed">
            {t('filter.hint')}
          </Text>
        </Combobox.Footer>
      </Combobox.Dropdown>
    </Combobox>
  );
}

function SuggestionLine({ suggestion }: { suggestion: Suggestion }) {
  const t = useText();
  const format = useFormat();
  return (
    <Group justify="space-between" wrap="nowrap" gap="sm">
      <Text span size="sm" truncate>
        {labelOf(suggestion, t)}
      </Text>
      {suggestion.contacts !== null && (
        <Text span size="xs" c="dimmed" className="tabular">
          {format.number(suggestion.contacts)}
        </Text>
      )}
    </Group>
  );
}

function labelOf(suggestion: Suggestion, t: Translate): string {
  if (suggestion.kind === 'name') return suggestion.name;
  const { condition, contacts } = suggestion;
  const { name, text } = condition;
  if (name === 'optedOut') return markLabel(text, t);
  if (name === 'hasValue') return t('filter.anyValue', { name: text });
  if (name === 'value') return t('filter.typedValue', { ...parseValueCondition(text)! });
  return contacts === null ? t('filter.typedTag', { name: text }) : text;
}

function markLabel(text: string, t: Translate): string {
  return `${t('condition.optedOut')}: ${t(text === 'yes' ? 'filter.yes' : 'filter.no')}`;
}
