import { Group, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Import } from '#contracts';
import { useLanguage } from '../i18n/language.js';
import { CancelImport } from './cancel-import.js';
import { ImportPlace } from './import-place.js';
import { OutcomeBar } from './outcome-bar.js';
import { actualOutcomes } from './outcomes.js';
import { Stage } from './stage.js';

/** The import under way: rows out of the total, speed, time left, and the outcomes so far. */
export function ApplyProgress({ made, path, details }: { made: Import; path: string; details: ReactNode }) {
  const { t, format } = useLanguage();
  const heading = t('import.applying', { file: made.fileName });
  const rows = made.rows ?? 0;
  const pace = [
    made.rowsPerSecond === null ? null : t('import.speed', { count: made.rowsPerSecond }),
    made.secondsLeft === null ? null : t('import.timeLeft', { time: format.duration(made.secondsLeft) }),
  ].filter(Boolean);
  return (
    <Stage heading={heading} actions={<CancelImport made={made} />}>
      <ImportPlace made={made} path={path} />
      <Group justify="space-between" className="tabular">
        <Text size="sm">
          {t('import.rowsOf', { processed: format.number(made.processed), rows: format.number(rows) })}
        </Text>
        <Text size="sm" c="dimmed">
          {pace.join(' · ')}
        </Text>
      </Group>
      <OutcomeBar
        outcomes={actualOutcomes({ counts: { ...made.counts, unprocessed: 0 } })}
        rows={rows}
        progressOf={heading}
      />
      <Text size="sm" c="dimmed">
        {t('import.applyingHelp')}
      </Text>
      {details}
    </Stage>
  );
}
