import { Button, Group, List, NativeSelect, ScrollArea, Table, Text } from '@mantine/core';
import { useState } from 'react';
import type { Import, ImportMends, ImportRow, ImportRowKind, ImportRowPage } from '#contracts';
import { useImportRows } from '../api/imports.js';
import { mending } from '../i18n/catalogue/mending.js';
import { useAreaText } from '../i18n/language.js';
import { ProblemAlert } from '../ui/problem-alert.js';
import type { MendDraft } from './mend-draft.js';
import { MendRow } from './mend-row.js';
import classes from './mend-rows.module.css';
import { Section } from './section.js';

const KINDS = ['rejected', 'doubtful', 'mended'] as const satisfies ImportRowKind[];

interface MendRowsProps {
  made: Import;
  draft: MendDraft;
  onChange: (draft: MendDraft) => void;
  /** Has the file checked again with these mends at once. */
  onMend: (mends: Partial<ImportMends>) => void;
}

/** The rejected, doubtful and mended rows of a checked file, to mend. */
export function MendRows({ made, draft, onChange, onMend }: MendRowsProps) {
  const t = useAreaText(mending);
  const [chosen, setChosen] = useState<ImportRowKind | null>(null);
  const [pages, setPages] = useState<string[]>([]);
  const overview = useImportRows(made, null, null).data;
  const countOf = (kind: ImportRowKind): number =>
    (overview?.kinds ?? []).filter((counted) => counted.kind === kind).reduce((sum, { count }) => sum + count, 0);
  const hasRules = overview !== undefined && overview.same.length + overview.leftOut.length > 0;
  const kinds = KINDS.filter((kind) => countOf(kind) > 0 || (kind === 'mended' && hasRules));
  const kind = chosen ?? kinds[0] ?? null;
  const { data, error, refetch } = useImportRows(made, kind, pages.at(-1) ?? null);
  if (kind === null) return null;
  const labels = kinds.map((value) => ({
    value,
    label: value === 'mended' ? t('mend.mended') : t(`mend.${value}`, { count: countOf(value) }),
  }));
  return (
    <Section heading={t('mend.title')}>
      <Text size="sm" c="dimmed">
        {t('mend.help')}
      </Text>
      <NativeSelect
        label={t('mend.which')}
        data={labels}
        value={kind}
        onChange={(event) => {
          setPages([]);
          setChosen(KINDS.find((known) => known === event.currentTarget.value) ?? null);
        }}
      />
      {data && kind === 'mended' && <Rules page={data} onMend={onMend} />}
      {data && <Rows made={made} page={data} draft={draft} onChange={onChange} onMend={onMend} />}
      <ProblemAlert error={error} onRetry={() => void refetch()} />
      {data && (data.next !== null || pages.length > 0) && (
        <Group justify="space-between">
          <Button variant="default" disabled={pages.length === 0} onClick={() => setPages(pages.slice(0, -1))}>
            {t('mend.previous')}
          </Button>
          <Button variant="default" disabled={data.next === null} onClick={() => setPages([...pages, data.next!])}>
            {t('mend.next')}
          </Button>
        </Group>
      )}
    </Section>
  );
}

function Rows({ made, page, draft, onChange, onMend }: MendRowsProps & { page: ImportRowPage }) {
  const t = useAreaText(mending);
  if (page.items.length === 0) return <Text size="sm">{t('mend.none')}</Text>;
  const columns = made.columns
    .map(({ name, header = name, kind }, index) => ({ header, index, kind }))
    .filter((column) => column.kind !== 'ignored');
  const takeBack = ({ row, mended }: ImportRow) => {
    const cells = Object.fromEntries(columns.map(({ header }) => [header, null]));
    return mended ? () => onMend({ rows: [{ row, cells, dropSurplus: false, leaveOut: false }] }) : undefined;
  };
  return (
    <ScrollArea.Autosize
      mah={420}
      type="auto"
      viewportProps={{ tabIndex: 0, role: 'region', 'aria-label': t('mend.title') }}
    >
      <Table verticalSpacing={6} withTableBorder className={classes.table}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{t('mend.row')}</Table.Th>
            <Table.Th scope="col">{t('mend.what')}</Table.Th>
            {columns.map(({ header }) => (
              <Table.Th key={header} scope="col">
                {header}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {page.items.map((row) => (
            <MendRow
              key={`${row.row}/${row.error.code}`}
              row={row}
              columns={columns}
              ofKind={page.kinds.find(({ code }) => code === row.error.code)?.count ?? 1}
              draft={draft}
              onChange={onChange}
              onTakeBack={takeBack(row)}
            />
          ))}
        </Table.Tbody>
      </Table>
    </ScrollArea.Autosize>
  );
}

/** What was mended in many rows at once, to take back. */
function Rules({ page, onMend }: { page: ImportRowPage; onMend: MendRowsProps['onMend'] }) {
  const t = useAreaText(mending);
  const rules = [
    ...page.same.map(({ column, from, to }) => ({
      text: t('mend.rule', { column, from, to }),
      mends: { same: [{ column, from, to: null }] },
    })),
    ...page.leftOut.map(({ code }) => ({
      text: t('mend.leftOut', { problem: page.kinds.find((kind) => kind.code === code)?.message ?? code }),
      mends: { kinds: [{ code, leaveOut: false }] },
    })),
  ];
  if (rules.length === 0) return null;
  return (
    <List size="sm">
      {rules.map(({ text, mends }) => (
        <List.Item key={text}>
          <Group gap="xs">
            {text}
            <Button
              size="compact-xs"
              variant="default"
              aria-label={`${t('mend.takeBackRule')}: ${text}`}
              onClick={() => onMend(mends)}
            >
              {t('mend.takeBackRule')}
            </Button>
          </Group>
        </List.Item>
      ))}
    </List>
  );
}
