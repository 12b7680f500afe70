import { Button, Group, SegmentedControl, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useState } from 'react';
import { useText } from '../i18n/language.js';
import { Icon } from '../ui/icon.js';
import { AddFilter } from './add-filter.js';
import { ConditionChip } from './condition-chip.js';
import { hasOpposite } from './condition.js';
import { addCondition, clearConditions, removeCondition, switchCondition } from './filter.js';
import type { Filter } from './filter.js';
import type { ChangeFilter } from './use-filter.js';
import classes from './filter-bar.module.css';

const TYPING_PAUSE_MS = 120;

interface FilterBarProps {
  filter: Filter;
  change: ChangeFilter;
  /** Whether conditions are offered that segments of campaigns do not have. */
  forList?: boolean;
}

/** Search as you type, conditions as chips, and how they combine. */
export function FilterBar({ filter, change, forList = false }: FilterBarProps) {
  const t = useText();
  const joined = filter.conditions.filter((condition) => !condition.not && hasOpposite(condition)).length > 1;
  return (
    <>
      <SearchInput
        search={filter.search}
        // Back returns to the state before typing, not to each letter.
        onSearch={(search) => change((before) => ({ ...before, search }), { replace: filter.search !== '' })}
      />
      <AddFilter
        accountId={filter.accountId}
        withMarks={forList}
        onAdd={(condition) => change((before) => addCondition(before, condition))}
      />
      {filter.conditions.length > 0 && (
        <Group className={classes.chips} gap="xs" role="group" aria-label={t('filter.group')}>
          {filter.conditions.map((condition) => (
            <ConditionChip
              key={JSON.stringify({ ...condition, not: null })}
              condition={condition}
              onSwitch={() => change((before) => switchCondition(before, condition))}
              onRemove={() => change((before) => removeCondition(before, condition))}
            />
          ))}
          {joined && (
            <SegmentedControl
              size="xs"
              aria-label={t('filter.match')}
              value={filter.match}
              onChange={(match) => change((before) => ({ ...before, match: match === 'any' ? 'any' : 'all' }))}
              data={[
                { value: 'all', label: t('filter.matchAll') },
                { value: 'any', label: t('filter.matchAny') },
              ]}
            />
          )}
          <Button variant="subtle" size="compact-sm" onClick={() => change(clearConditions)}>
            {t('filter.clear')}
          </Button>
        </Group>
      )}
    </>
  );
}

function SearchInput({ search, onSearch }: { search: string; onSearch: (search: string) => void }) {
  const t = useText();
  const [typed, setTyped] = useState(search);
  const [known, setKnown] = useState(search);
  if (search !== known) {
    // The address was changed by something other than typing here, such as Back.
    setKnown(search);
    setTyped(search);
  }
  const apply = useDebouncedCallback((text: string) => {
    setKnown(text.trim());
    onSearch(text.trim());
  }, TYPING_PAUSE_MS);
  return (
    <TextInput
      type="search"
      aria-label={t('contacts.search')}
      placeholder={t('contacts.search')}
      leftSection={<Icon name="search" size={16} />}
      maxLength={256}
      value={typed}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        apply(event.currentTarget.value);
      }}
    />
  );
}
