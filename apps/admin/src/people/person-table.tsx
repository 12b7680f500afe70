import { Anchor, ScrollArea, Stack, Table, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { Contact, Person } from '#contracts';
import { useAccounts } from '../api/accounts.js';
import { accountName } from '../contacts/contact-rows.js';
import { Author } from '../contacts/panel/author.js';
import { people } from '../i18n/catalogue/people.js';
import { useAreaText, useFormat } from '../i18n/language.js';
import { plus } from '../ui/account-select.js';
import { Icon } from '../ui/icon.js';

/** A row of the table: what it is about, and the cell of each contact. */
interface Row {
  key: string;
  label: string;
  cell: (contact: Contact) => ReactNode;
}

/** A person's contacts side by side, one column for each number. It scrolls sideways where it is too wide. */
export function PersonTable({ person: { phone, contacts, tags } }: { person: Person }) {
  const t = useAreaText(people);
  const format = useFormat();
  const accounts = useAccounts().data ?? [];
  const heading = t('people.table', { phone: plus(phone) });
  const others = accounts.filter(({ id }) => !contacts.some(({ accountId }) => accountId === id));
  const valueNames = [...new Set(contacts.flatMap(({ values }) => Object.keys(values)))].sort();
  const rows: Row[] = [
    { key: 'name', label: t('contacts.name'), cell: (contact) => <ContactLink contact={contact} /> },
    { key: 'since', label: t('people.since'), cell: ({ createdAt }) => format.dateTime(createdAt) },
    { key: 'changed', label: t('people.changed'), cell: ({ updatedAt }) => format.dateTime(updatedAt) },
    { key: 'optOut', label: t('optOut.mark'), cell: (contact) => <Marked contact={contact} /> },
    ...(contacts.some(({ reachability }) => reachability)
      ? [{ key: 'reached', label: t('people.reachability'), cell: (one: Contact) => <Reached contact={one} /> }]
      : []),
    ...tags.map(({ tag, accountIds }) => ({
      key: `tag:${tag}`,
      label: t('people.tag', { name: tag }),
      cell: ({ accountId }: Contact) => <HasTag has={accountIds.includes(accountId)} />,
    })),
    ...valueNames.map((name) => ({
      key: `value:${name}`,
      label: name,
      cell: ({ values }: Contact) => values[name] ?? '–',
    })),
  ];
  return (
    <Stack gap="sm">
      <ScrollArea type="auto" viewportProps={{ tabIndex: 0, role: 'group', 'aria-label': heading }}>
        <Table verticalSpacing={6} withTableBorder bg="var(--panel-ground)" aria-label={heading}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">{t('people.field')}</Table.Th>
              {contacts.map(({ accountId }) => (
                <Table.Th key={accountId} scope="col">
                  {accountName(accounts, accountId)}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map(({ key, label, cell }) => (
              <Table.Tr key={key}>
                <Table.Th scope="row" fw={400}>
                  {label}
                </Table.Th>
                {contacts.map((contact) => (
                  <Table.Td key={contact.accountId}>{cell(contact)}</Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </ScrollArea>
      {others.length > 0 && (
        <Text size="sm" c="dimmed">
          {t('people.elsewhere', { names: others.map(({ displayName }) => displayName).join(', ') })}
        </Text>
      )}
    </Stack>
  );
}

function ContactLink({ contact: { accountId, phone, name } }: { contact: Contact }) {
  return (
    <Anchor component={Link} to={`/contacts/${accountId}/${phone}?accountId=${accountId}`} size="sm" fw={500}>
      {name}
    </Anchor>
  );
}

/** Whether the mark "do not contact" is set, for which numbers, since when, by whom and why. */
function Marked({ contact: { optOut } }: { contact: Contact }) {
  const t = useAreaText(people);
  if (!optOut) return t('people.hasNot');
  const { scope, by, at, reason, erased } = optOut;
  return (
    <Stack gap={2}>
      <Text size="sm" fw={500}>
        {t(scope === 'organisation' ? 'people.markedForAll' : 'people.markedForOne')}
      </Text>
      <Text size="xs">
        <Author contact={{ changedBy: by, updatedAt: at }} of="mark" />
        {erased ? `: ${t('people.erased')}` : reason && `: “${reason}”`}
      </Text>
    </Stack>
  );
}

function Reached({ contact: { reachability } }: { contact: Contact }) {
  const t = useAreaText(people);
  if (!reachability) return '–';
  return reachability.status === 'usable'
    ? t('people.usable')
    : t('people.unusable', { reason: reachability.reason ?? '' });
}

function HasTag({ has }: { has: boolean }) {
  const t = useAreaText(people);
  return has ? (
    <span role="img" aria-label={t('people.has')}>
      <Icon name="check" size={16} />
    </span>
  ) : (
    <Text span size="sm" c="dimmed" aria-label={t('people.hasNot')} role="img">
      –
    </Text>
  );
}
