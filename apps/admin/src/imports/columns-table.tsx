import { Badge, Group, NativeSelect, ScrollArea, Stack, Table, Text, TextInput } from '@mantine/core';
import type { ColumnMapping, ImportColumn } from '#contracts';
import { useText } from '../i18n/language.js';
import { faultOf, KINDS, withKind } from './mapping.js';
import { Section } from './section.js';

interface ColumnsTableProps {
  columns: readonly ImportColumn[];
  /** What each column becomes, in the same order. */
  mapping: readonly ColumnMapping[];
  onChange: (mapping: ColumnMapping[]) => void;
}

/** Each column of the file with some of its cells, and what it becomes, to choose. */
export function ColumnsTable({ columns, mapping, onChange }: ColumnsTableProps) {
  const t = useText();
  if (columns.length === 0) return null;
  const fault = faultOf(mapping);
  return (
    <Section heading={t('import.columns')}>
      <Text size="sm" fw={500} role="status">
        {fault && t(`import.map.${fault}`)}
      </Text>
      <ScrollArea.Autosize
        mah={330}
        type="auto"
        viewportProps={{ tabIndex: 0, role: 'region', 'aria-label': t('import.columns') }}
      >
        <Table verticalSpacing={6} withTableBorder>
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">{t('import.column')}</Table.Th>
              <Table.Th scope="col">{t('import.cells')}</Table.Th>
              <Table.Th scope="col">{t('import.meaning')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {columns.map((column, index) => (
              <ColumnLine
                key={index}
                column={column}
                chosen={mapping[index]!}
                onChange={(chosen) => onChange(mapping.map((own, at) => (at === index ? chosen : own)))}
              />
            ))}
          </Table.Tbody>
        </Table>
      </ScrollArea.Autosize>
    </Section>
  );
}

interface ColumnLineProps {
  column: ImportColumn;
  chosen: ColumnMapping;
  onChange: (chosen: ColumnMapping) => void;
}

function ColumnLine({ column: { blank, samples = [], understoodBy }, chosen, onChange }: ColumnLineProps) {
  const t = useText();
  const header = chosen.column;
  return (
    <Table.Tr>
      <Table.Th scope="row" fw={400} style={{ overflowWrap: 'anywhere' }}>
        <Stack gap={2} align="flex-start">
          {header}
          {blank && <Badge variant="default">{t('import.blankThroughout')}</Badge>}
          {understoodBy === 'content' && <Badge variant="default">{t('import.byContent')}</Badge>}
          {understoodBy === 'earlier' && <Badge variant="default">{t('import.byEarlier')}</Badge>}
        </Stack>
      </Table.Th>
      <Table.Td c="dimmed" style={{ overflowWrap: 'anywhere' }}>
        {samples.map((sample, index) => (
          <Text key={index} size="sm" lineClamp={1} title={sample}>
            {sample}
          </Text>
        ))}
      </Table.Td>
      <Table.Td>
        <Group gap="xs">
          <NativeSelect
            aria-label={t('import.becomes', { name: header })}
            value={chosen.kind}
            onChange={(event) => {
              const kind = KINDS.find((known) => known === event.currentTarget.value);
              if (kind) onChange(withKind(chosen, kind));
            }}
            data={KINDS.map((kind) => ({ value: kind, label: t(`import.kind.${kind}`) }))}
          />
          {chosen.kind === 'value' && (
            <TextInput
              aria-label={t('import.valueName', { name: header })}
              value={chosen.name ?? ''}
              maxLength={256}
              w={150}
              onChange={(event) => onChange({ ...chosen, name: event.currentTarget.value })}
            />
          )}
        </Group>
      </Table.Td>
    </Table.Tr>
  );
}
