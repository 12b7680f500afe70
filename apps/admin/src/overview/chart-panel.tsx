import { Button, Center, Group, Paper, ScrollArea, Stack, Table, Text, Title } from '@mantine/core';
import { useId, useState } from 'react';
import type { ReactNode } from 'react';
import { useText } from '../i18n/language.js';

/** The same figures as a table, for people who cannot see the chart or want exact figures. */
interface ChartTable {
  head: string[];
  rows: string[][];
}

interface ChartPanelProps {
  heading: string;
  help: string;
  /** Shown in place of the chart when there is nothing to show. */
  empty: string | null;
  table: ChartTable;
  children: ReactNode;
}

/** A chart with its heading. A button shows the same figures as a table. */
export function ChartPanel({ heading, help, empty, table, children }: ChartPanelProps) {
  const t = useText();
  const id = useId();
  const [asTable, setAsTable] = useState(false);
  return (
    <Paper component="section" aria-labelledby={id} withBorder radius="lg" p="lg" bg="var(--panel-ground)">
      <Stack gap="sm">
        <Group justify="space-between" wrap="nowrap" align="flex-start">
          <div>
            <Title order={2} id={id}>
              {heading}
            </Title>
            <Text size="sm" c="dimmed">
              {help}
            </Text>
          </div>
          {!empty && (
            <Button
              variant="default"
              size="compact-sm"
              style={{ flexShrink: 0 }}
              aria-label={`${t(asTable ? 'overview.asChart' : 'overview.asTable')}: ${heading}`}
              onClick={() => setAsTable(!asTable)}
            >
              {t(asTable ? 'overview.asChart' : 'overview.asTable')}
            </Button>
          )}
        </Group>
        {empty ? (
          <Center h={240}>
            <Text size="sm" c="dimmed">
              {empty}
            </Text>
          </Center>
        ) : asTable ? (
          <FigureTable heading={heading} table={table} />
        ) : (
          <div role="img" aria-label={`${heading}. ${help}`}>
            {children}
          </div>
        )}
      </Stack>
    </Paper>
  );
}

function FigureTable({ heading, table: { head, rows } }: { heading: string; table: ChartTable }) {
  return (
    <ScrollArea.Autosize mah={260} type="auto" viewportProps={{ tabIndex: 0, role: 'region', 'aria-label': heading }}>
      <Table verticalSpacing={4} className="tabular">
        <Table.Thead>
          <Table.Tr>
            {head.map((name) => (
              <Table.Th key={name} scope="col">
                {name}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(([first, ...cells]) => (
            <Table.Tr key={first}>
              <Table.Th scope="row" fw={400}>
                {first}
              </Table.Th>
              {cells.map((cell, index) => (
                <Table.Td key={head[index + 1]}>{cell}</Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </ScrollArea.Autosize>
  );
}
