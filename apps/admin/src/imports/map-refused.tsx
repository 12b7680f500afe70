import { Button, Group, Stack } from '@mantine/core';
import { useState } from 'react';
import type { ColumnMapping, Import } from '#contracts';
import { useMapImport } from '../api/imports.js';
import { useText } from '../i18n/language.js';
import { ProblemAlert } from '../ui/problem-alert.js';
import { ColumnsTable } from './columns-table.js';
import { faultOf, mappingOf } from './mapping.js';

/** The columns of a file that was refused because of its header, to say what they become. */
export function MapRefused({ made }: { made: Import }) {
  const t = useText();
  const checkAgain = useMapImport(made.id);
  const [mapping, setMapping] = useState(() => chosenFor(made));
  if (made.columns.length === 0) return null;
  return (
    <Stack gap="sm">
      <ColumnsTable columns={made.columns} mapping={mapping} onChange={setMapping} />
      <Group justify="flex-end">
        <Button
          loading={checkAgain.isPending}
          disabled={faultOf(mapping) !== null}
          onClick={() => checkAgain.mutate({ mapping })}
        >
          {t('import.checkAgain')}
        </Button>
      </Group>
      <ProblemAlert error={checkAgain.error} />
    </Stack>
  );
}

function chosenFor({ columns, options: { mapping: chosen = [] } }: Import): ColumnMapping[] {
  return mappingOf(columns).map(
    (own) => chosen.find(({ column }) => column.toLowerCase() === own.column.toLowerCase()) ?? own,
  );
}
