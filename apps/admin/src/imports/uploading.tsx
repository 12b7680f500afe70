import { Button, Progress, Text } from '@mantine/core';
import { useLanguage, useText } from '../i18n/language.js';
import { ProblemAlert } from '../ui/problem-alert.js';
import { Stage } from './stage.js';
import { dismissUpload } from './upload-store.js';
import type { UploadState } from './upload-store.js';

/** The upload's progress. The upload continues when the dialog is closed. */
export function Uploading({ upload }: { upload: Extract<UploadState, { phase: 'uploading' | 'done' }> }) {
  const { t, format } = useLanguage();
  const heading = t('import.uploading', { file: upload.fileName });
  const { loaded, total } = upload.phase === 'uploading' ? upload : { loaded: 1, total: 1 };
  return (
    <Stage
      heading={heading}
      actions={
        <Button variant="default" onClick={dismissUpload}>
          {t('import.uploadCancel')}
        </Button>
      }
    >
      <Progress.Root size="xl">
        <Progress.Section value={total > 0 ? (loaded / total) * 100 : 0} animated aria-label={heading} />
      </Progress.Root>
      <Text size="sm" c="dimmed" className="tabular" mih={22}>
        {upload.phase === 'uploading' &&
          t('import.uploaded', { loaded: format.bytes(loaded), total: format.bytes(total) })}
      </Text>
    </Stage>
  );
}

/** Why an upload did not arrive, and what to do. */
export function UploadFailed({ upload }: { upload: Extract<UploadState, { phase: 'failed' }> }) {
  const t = useText();
  return (
    <Stage
      heading={t('import.uploadFailed', { file: upload.fileName })}
      actions={
        <Button variant="default" onClick={dismissUpload}>
          {t('import.chooseOther')}
        </Button>
      }
    >
      <ProblemAlert error={upload.error} onRetry={upload.retry} />
    </Stage>
  );
}

/** The page was reloaded during an upload. The browser no longer has the file, so the person must choose it again. */
export function UploadInterrupted({ upload }: { upload: Extract<UploadState, { phase: 'interrupted' }> }) {
  const t = useText();
  return (
    <Stage
      heading={t('import.interrupted', { file: upload.fileName })}
      actions={<Button onClick={dismissUpload}>{t('import.chooseAgain')}</Button>}
    >
      <Text size="sm">{t('import.interruptedHelp')}</Text>
    </Stage>
  );
}
