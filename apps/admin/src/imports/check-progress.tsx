import { Progress, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Import } from '#contracts';
import { useText } from '../i18n/language.js';
import { CancelImport } from './cancel-import.js';
import { ImportPlace } from './import-place.js';
import { Stage } from './stage.js';

/** The check: reads the whole file and changes nothing. The number of rows is not known before the end. */
export function CheckProgress({ made, path, details }: { made: Import; path: string; details: ReactNode }) {
  const t = useText();
  const heading = t('import.checking', { file: made.fileName });
  const percent = made.rows ? (made.processed / made.rows) * 100 : null;
  return (
    <Stage heading={heading} actions={<CancelImport made={made} />}>
      <ImportPlace made={made} path={path} />
      <Progress.Root size="xl">
        <Progress.Section value={percent ?? 100} striped={percent === null} animated aria-label={heading} />
      </Progress.Root>
      <Text size="sm" c="dimmed" className="tabular" mih={22}>
        {made.processed > 0 && t('import.rowsRead', { count: made.processed })}
      </Text>
      <Text size="sm" c="dimmed">
        {t('import.checkingHelp')}
      </Text>
      {details}
    </Stage>
  );
}
