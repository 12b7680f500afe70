import { ScrollArea, Table } from '@mantine/core';
import type { Import } from '#contracts';
import { useText } from '../i18n/language.js';
import { Section } from './section.js';
import classes from './preview-table.module.css';

/** The first rows of the file as they were read. */
export function PreviewTable({ columns, rows }: { columns: Import['columns']; rows: Import['preview'] }) {
  const t = useText();
  if (rows.length === 0) return null;
  const heading = t('import.preview', { count: rows.length });
  return (
    <Section heading={heading}>
      <ScrollArea.Autosize mah={280} type="auto" viewportProps={{ tabIndex: 0, role: 'region', 'aria-label': heading }}>
        <Table verticalSpacing={6} withTableBorder className={classes.table}>
          <Table.Thead>
            <Table.Tr>
              {columns.map(({ name, header = name }) => (
                <Table.Th key={header} scope="col">
                  {header}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map((cells, row) => (
              <Table.Tr key={row}>
                {cells.map((cell, column) => (
                  <Table.Td key={column} title={cell}>
                    {cell}
                  </Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </ScrollArea.Autosize>
    </Section>
  );
}
