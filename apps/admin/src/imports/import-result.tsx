import { Alert, Button, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { Import, ImportErrorPlace, ImportStatus } from '#contracts';
import { errorFileUrl } from '../api/imports.js';
import { useMe } from '../api/session.js';
import { contactsAddress } from '../contacts/contacts-address.js';
import { useText } from '../i18n/language.js';
import type { Translate } from '../i18n/text.js';
import { UndoSection } from '../undo/undo-section.js';
import { Icon } from '../ui/icon.js';
import { Warnings } from './check-report.js';
import { ImportEffect } from './import-effect.js';
import { MapRefused } from './map-refused.js';
import { OutcomeBar } from './outcome-bar.js';
import { actualOutcomes } from './outcomes.js';
import { ReadAgain } from './read-again.js';
import { Stage } from './stage.js';

interface ImportResultProps {
  made: Import;
  /** Begins another import. */
  onAnother: () => void;
  details: ReactNode;
}

/** The end of an import: the outcome of the rows, the file of rows with problems, and links to continue. */
export function ImportResult({ made, onAnother, details }: ImportResultProps) {
  const t = useText();
  const { counts, error, status } = made;
  const { mayDownload } = useMe();
  const touched = counts.created + counts.updated > 0;
  const refused = status === 'rejected';
  return (
    <Stage
      heading={headingOf(status, made.fileName, t)}
      actions={
        <>
          <Button variant="default" onClick={onAnother}>
            {t('import.another')}
          </Button>
          {!refused && (
            <Button component={Link} to={contactsAddress(made.accountId, touched ? made.id : null)}>
              {t(touched ? 'import.showTouched' : 'import.showContacts')}
            </Button>
          )}
        </>
      }
    >
      {error && <WhyStopped error={error} help={t(refused ? 'import.rejectedHelp' : 'import.failedHelp')} />}
      {refused && <MapRefused made={made} />}
      {refused && <ReadAgain made={made} opened={made.columns.length === 0} />}
      {!refused && made.rows !== null && <OutcomeBar outcomes={actualOutcomes(made)} rows={made.rows} />}
      <Warnings warnings={made.warnings} />
      {counts.rejected + counts.duplicate > 0 && mayDownload && (
        <Stack gap={6} align="flex-start">
          <Button
            component="a"
            href={errorFileUrl(made.id)}
            download
            variant="default"
            leftSection={<Icon name="download" />}
          >
            {t('import.errorFile')}
          </Button>
          <Text size="sm" c="dimmed">
            {t('import.errorFileHelp')}
          </Text>
        </Stack>
      )}
      <ImportEffect effect={made.effect} />
      {touched && <UndoSection of={{ kind: 'import', id: made.id }} undoneBy={made.undoneBy} />}
      {details}
    </Stage>
  );
}

function headingOf(status: ImportStatus, file: string, t: Translate): string {
  switch (status) {
    case 'completed':
      return t('import.done', { file });
    case 'completed_with_errors':
      return t('import.doneWithErrors', { file });
    case 'rejected':
      return t('import.rejected', { file });
    case 'cancelled':
      return t('import.cancelled', { file });
    default:
      return t('import.failed', { file });
  }
}

function WhyStopped({ error, help }: { error: NonNullable<Import['error']>; help: string }) {
  const t = useText();
  return (
    <Alert color="red" role="alert" icon={<Icon name="alert" />} title={error.message}>
      <Text size="sm">{[placeOf(error, t), help].filter(Boolean).join('. ')}</Text>
    </Alert>
  );
}

function placeOf({ row, column }: ImportErrorPlace, t: Translate): string {
  if (row !== null && column !== null) return t('import.place', { row, column });
  if (row !== null) return t('import.placeRow', { row });
  return column === null ? '' : t('import.placeColumn', { column });
}
