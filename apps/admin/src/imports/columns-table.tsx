import { Badge, Group, ScrollArea, Table, Text } from '@mantine/core';
import type { Import, ImportColumn } from '#contracts';
import { useText } from '../i18n/language.js';
import type { Translate } from '../i18n/text.js';
import { Section } from './section.js';

/** How each column of the file is understood. */
export function ColumnsTable({ columns }: Pick<Import, 'columns'>) {
  const t = useText();
  if (columns.length === 0) return null;
  return (
    <Section heading={t('import.columns')}>
      <ScrollArea.Autosize
        mah={330}
        type="auto"
        viewportProps={{ tabIndex: 0, role: 'region', 'aria-label': t('import.columns') }}
      >
        <Table verticalSpacing={6} withTableBorder>
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">{t('import.column')}</Table.Th>
              <Table.Th scope="col">{t('import.meaning')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {columns.map((column) => (
              <Table.Tr key={column.name}>
                <Table.Td style={{ overflowWrap: 'anywhere' }}>{column.name}</Table.Td>
                <Table.Td>
                  <Group gap="xs">
                    <Text span size="sm" {...(column.kind === 'ignored' ? { c: 'dimmed' } : {})}>
                      {meaning(column, t)}
                    </Text>
                    {column.blank && <Badge variant="default">{t('import.blankThroughout')}</Badge>}
                  </Group>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </ScrollArea.Autosize>
    </Section>
  );
}

function meaning({ kind, name }: ImportColumn, t: Translate): string {
  return kind === 'value' ? t('import.kind.value', { name }) : t(`import.kind.${kind}`);
}
