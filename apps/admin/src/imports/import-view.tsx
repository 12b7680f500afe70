import { Center, Loader } from '@mantine/core';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { isFinished, type ColumnMapping, type Import } from '#contracts';
import { useImport } from '../api/imports.js';
import { useText } from '../i18n/language.js';
import { ProblemAlert } from '../ui/problem-alert.js';
import { ApplyProgress } from './apply-progress.js';
import { CheckProgress } from './check-progress.js';
import { CheckReport } from './check-report.js';
import { ImportDetails } from './import-details.js';
import { ImportResult } from './import-result.js';
import { NO_DRAFT } from './mend-draft.js';
import { rowsReadBy } from './reading-of.js';

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
  if (data.status === 'importing') return <ApplyProgress made={data} path={path} details={details} />;
  // Read otherwise, it may have other rows and columns.
  return <BeforeStart key={rowsReadBy(data.options)} made={data} path={path} details={details} />;
}

/** What is typed into rows or chosen for columns, and not sent yet, is kept while the file is checked again. */
function BeforeStart({ made, path, details }: { made: Import; path: string; details: ReactNode }) {
  const [draft, setDraft] = useState(NO_DRAFT);
  const [mapping, setMapping] = useState<ColumnMapping[] | null>(null);
  if (made.status !== 'ready') return <CheckProgress made={made} path={path} details={details} />;
  // Checked again, it is another report, also if nobody saw it being checked.
  return (
    <CheckReport
      key={made.history?.length}
      made={made}
      draft={draft}
      onDraft={setDraft}
      chosen={mapping}
      onChoose={setMapping}
      details={details}
    />
  );
}
