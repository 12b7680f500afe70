import { Center, Loader } from '@mantine/core';
import { isFinished } from '#contracts';
import { useImport } from '../api/imports.js';
import { useText } from '../i18n/language.js';
import { ProblemAlert } from '../ui/problem-alert.js';
import { ApplyProgress } from './apply-progress.js';
import { CheckProgress } from './check-progress.js';
import { CheckReport } from './check-report.js';
import { ImportDetails } from './import-details.js';
import { ImportResult } from './import-result.js';

interface ImportViewProps {
  id: string;
  /** The address of an import is `<path>/<id>`. */
  path: string;
  /** Shows the details from the start. */
  forAdministrators: boolean;
  /** Begins another import. */
  onAnother: () => void;
}

/** One import in its present state: being checked, waiting for confirmation, being applied, finished. */
export function ImportView({ id, path, forAdministrators, onAnother }: ImportViewProps) {
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
  const details = <ImportDetails made={data} opened={forAdministrators} />;
  // Checked again, it is another result.
  if (isFinished(data.status))
    return <ImportResult key={data.history?.length} made={data} onAnother={onAnother} details={details} />;
  // Checked again, it is another report, also if nobody saw it being checked.
  if (data.status === 'ready') return <CheckReport key={data.history?.length} made={data} details={details} />;
  if (data.status === 'importing') return <ApplyProgress made={data} path={path} details={details} />;
  return <CheckProgress made={data} path={path} details={details} />;
}
