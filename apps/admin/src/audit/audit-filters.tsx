import { Group, Select, TextInput } from '@mantine/core';
import type { ApiKey, Member } from '#contracts';
import { audit } from '../i18n/catalogue/audit.js';
import { auditNames } from '../i18n/catalogue/audit-names.js';
import { useAreaText } from '../i18n/language.js';
import { actionName, KNOWN_ACTIONS } from './sentence.js';

const ANY = 'any';
const WIDTH = { base: '100%', xs: 280 };

/** The filters of the audit log in the address of the page. `since` and `until` are days there. */
export const FILTERS = ['action', 'actorId', 'target', 'since', 'until'] as const;
type Filter = (typeof FILTERS)[number];

/** The filters as the API takes them. A day begins and ends where the reader is. */
export function queryOf(parameters: URLSearchParams): Record<Filter, string | null> {
  const [action, actorId, target, since, until] = FILTERS.map((name) => parameters.get(name));
  return {
    action: action!,
    actorId: actorId!,
    target: target!,
    since: startOf(since!, 0),
    until: startOf(until!, 1),
  };
}

function startOf(day: string | null, later: number): string | null {
  const [year, month, date] = (day ?? '').split('-').map(Number);
  const start = new Date(year ?? NaN, (month ?? NaN) - 1, (date ?? NaN) + later);
  return Number.isNaN(start.getTime()) ? null : start.toISOString();
}

interface FiltersProps {
  parameters: URLSearchParams;
  onChange: (parameters: URLSearchParams) => void;
  members: readonly Member[];
  keys: readonly ApiKey[];
}

/** What was done, by whom, to what, and on which days. */
export function AuditFilters({ parameters, onChange, members, keys }: FiltersProps) {
  const t = useAreaText(audit);
  const nameOf = useAreaText(auditNames);
  const narrow = (name: Filter, chosen: string | null) => {
    const next = new URLSearchParams(parameters);
    if (chosen && chosen !== ANY) next.set(name, chosen);
    else next.delete(name);
    onChange(next);
  };
  const option = ({ id, name }: { id: string; name: string }) => ({ value: id, label: name });
  return (
    <Group gap="sm" align="flex-end">
      <Select
        label={t('audit.action')}
        allowDeselect={false}
        searchable
        w={WIDTH}
        value={parameters.get('action') ?? ANY}
        onChange={(chosen) => narrow('action', chosen)}
        data={[
          { value: ANY, label: t('audit.anyAction') },
          ...KNOWN_ACTIONS.map((known) => ({ value: known, label: actionName(known, nameOf) })),
        ]}
      />
      <Select
        label={t('audit.person')}
        allowDeselect={false}
        searchable
        w={WIDTH}
        value={parameters.get('actorId') ?? ANY}
        onChange={(chosen) => narrow('actorId', chosen)}
        data={[
          { value: ANY, label: t('audit.anyPerson') },
          { group: t('audit.people'), items: members.map(option) },
          { group: t('audit.keys'), items: keys.map(option) },
        ]}
      />
      <TextInput
        // It is typed in peace, and also follows the address.
        key={parameters.get('target')}
        label={t('audit.target')}
        w={WIDTH}
        maxLength={200}
        defaultValue={parameters.get('target') ?? ''}
        onBlur={(event) => narrow('target', event.currentTarget.value.trim())}
        onKeyDown={(event) => event.key === 'Enter' && narrow('target', event.currentTarget.value.trim())}
      />
      {(['since', 'until'] as const).map((name) => (
        <TextInput
          key={name}
          type="date"
          label={t(`audit.${name}`)}
          value={parameters.get(name) ?? ''}
          onChange={(event) => narrow(name, event.currentTarget.value)}
        />
      ))}
    </Group>
  );
}
