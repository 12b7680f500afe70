import { Anchor, Badge, Group } from '@mantine/core';
import type { ColumnDef } from '@tanstack/react-table';
import { Link } from 'react-router';
import type { Account, Contact } from '#contracts';
import type { Translate } from '../i18n/text.js';
import { plus } from '../ui/account-select.js';
import { accountName, contactAddress } from './contact-rows.js';
import { TagList } from './tag-list.js';

interface ColumnChoice {
  t: Translate;
  accounts: readonly Account[] | null;
  valueNames: readonly string[];
  /** The filter in the address; it is kept while a contact is open. */
  search: string;
}

/** The table's columns: phone, name, tags, the number where several are listed, and one for each value name. */
export function contactColumns({ t, accounts, valueNames, search }: ColumnChoice): ColumnDef<Contact>[] {
  return [
    {
      id: 'phone',
      size: 170,
      header: t('contacts.phone'),
      cell: ({ row }) => <span className="tabular">{plus(row.original.phone)}</span>,
    },
    {
      id: 'name',
      size: 220,
      header: t('contacts.name'),
      cell: ({ row }) => (
        <Group gap={6} wrap="nowrap">
          <Anchor
            component={Link}
            to={contactAddress(row.original, search)}
            size="sm"
            fw={500}
            c="inherit"
            title={row.original.name}
            truncate
          >
            {row.original.name}
          </Anchor>
          {row.original.optOut && (
            <Badge color="red" variant="light" style={{ flexShrink: 0 }}>
              {t('optOut.mark')}
            </Badge>
          )}
        </Group>
      ),
    },
    { id: 'tags', size: 280, header: t('contacts.tags'), cell: ({ row }) => <TagList tags={row.original.tags} /> },
    ...(accounts
      ? [
          {
            id: 'account',
            size: 160,
            header: t('contacts.account'),
            cell: ({ row }) => accountName(accounts, row.original.accountId),
          } satisfies ColumnDef<Contact>,
        ]
      : []),
    ...valueNames.map((name): ColumnDef<Contact> => ({
      id: `value:${name}`,
      size: 150,
      header: name,
      cell: ({ row }) => <span title={row.original.values[name]}>{row.original.values[name]}</span>,
    })),
  ];
}
