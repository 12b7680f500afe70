import { Center, Loader } from '@mantine/core';
import { isFinished } from '#contracts';
import { useImport } from '../api/imports.js';
import { useText } from '../i18n/language.js';
import { ProblemAlert } from '../ui/problem-alert.js';
import { ApplyProgress } from './apply-progress.js';
import { CheckProgress } from './check-progress.js';
import { CheckReport } from './check-report.js';
import { ImportResult } from './import-result.js';

interface ImportViewProps {
  id: string;
  /** Where an import is: `<path>/<id>`. */
  path: string;
  onAnother: () => void;
}

/** One import as it is now: being checked, waiting for a yes, being applied, finished. */
export function ImportView({ id, path, onAnother }: ImportViewProps) {
  const t = useText();
  const { data, error, refetch } = useImport(id);
  if (!data) {
    return error ? (
      <ProblemAlert error={error} onRetry={() => void refetch()} />
    ) : (
      <Center mih={200}>
        <Loader aria-label={t('app.loading')} />
      </Center>
    );
  }
  if (isFinished(data.status)) return <ImportResult made={data} onAnother={onAnother} />;
  if (data.status === 'ready') return <CheckReport made={data} />;
  if (data.status === 'importing') return <ApplyProgress made={data} path={path} />;
  return <CheckProgress made={data} />;
}
