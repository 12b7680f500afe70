import { ScrollArea, Stack, Table, Text } from '@mantine/core';
import { useId } from 'react';
import type { ReactNode } from 'react';
import { SectionHeading } from '../ui/section-heading.js';

interface DataTableProps {
  heading: string;
  /** One sentence under the heading. */
  help?: string | undefined;
  /** The first column names the row. */
  columns: readonly string[];
  /** The cells of each row, by a key that does not change; null: it could not be read. */
  rows: readonly { key: string; cells: readonly ReactNode[] }[] | null;
  /** Shown instead of the table when it could not be read, or has no rows. */
  unknown: string;
  none: string;
}

/** A table with its heading. It scrolls sideways where it is too wide, also by keyboard. */
export function DataTable({ heading, help, columns, rows, unknown, none }: DataTableProps) {
  const id = useId();
  return (
    <Stack gap="sm" component="section" aria-labelledby={id}>
      <div>
        <SectionHeading id={id} heading={heading} help={help} />
      </div>
      {!rows || rows.length === 0 ? (
        <Text size="sm" c="dimmed">
          {rows ? none : unknown}
        </Text>
      ) : (
        <ScrollArea type="auto" viewportProps={{ tabIndex: 0, role: 'group', 'aria-labelledby': id }}>
          <Table verticalSpacing={6} withTableBorder bg="var(--panel-ground)" className="tabular" aria-labelledby={id}>
            <Table.Thead>
              <Table.Tr>
                {columns.map((column) => (
                  <Table.Th key={column} scope="col">
                    {column}
                  </Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {rows.map(({ key, cells: [first, ...rest] }) => (
                <Table.Tr key={key}>
                  <Table.Th scope="row" fw={400}>
                    {first}
                  </Table.Th>
                  {rest.map((cell, index) => (
                    <Table.Td key={columns[index + 1]}>{cell}</Table.Td>
                  ))}
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </ScrollArea>
      )}
    </Stack>
  );
}
