import { Button, Group, Progress, Text } from '@mantine/core';
import { useState } from 'react';
import { useLanguage, useText } from '../i18n/language.js';
import { ProblemAlert } from '../ui/problem-alert.js';
import { FileDrop } from './file-drop.js';
import { Stage } from './stage.js';
import { continueUpload, dismissUpload, pauseUpload } from './upload-store.js';
import type { UploadState } from './upload-store.js';

type Under = Extract<UploadState, { phase: 'uploading' | 'paused' | 'done' }>;

/** The upload's progress. The upload continues when the dialog is closed. */
export function Uploading({ upload }: { upload: Under }) {
  const { t, format } = useLanguage();
  const { phase, fileName } = upload;
  const heading = t(phase === 'paused' ? 'import.paused' : 'import.uploading', { file: fileName });
  const { loaded, total } = phase === 'done' ? { loaded: 1, total: 1 } : upload;
  return (
    <Stage
      // A new heading is read aloud.
      key={phase === 'paused' ? phase : 'uploading'}
      heading={heading}
      actions={
        <Group gap="sm">
          {phase === 'paused' && <Button onClick={upload.goOn}>{t('import.goOn')}</Button>}
          {phase === 'uploading' && (
            <Button variant="default" onClick={pauseUpload}>
              {t('import.pause')}
            </Button>
          )}
          <Button variant="default" onClick={dismissUpload}>
            {t('import.uploadCancel')}
          </Button>
        </Group>
      }
    >
      <Progress.Root size="xl">
        <Progress.Section
          value={total > 0 ? (loaded / total) * 100 : 0}
          animated={phase === 'uploading' && !upload.waiting}
          aria-label={heading}
        />
      </Progress.Root>
      <Text size="sm" c="dimmed" className="tabular" mih={22}>
        {phase !== 'done' && t('import.uploaded', { loaded: format.bytes(loaded), total: format.bytes(total) })}
        {phase === 'uploading' &&
          upload.secondsLeft !== null &&
          ` · ${t('import.timeLeft', { time: format.duration(upload.secondsLeft) })}`}
      </Text>
      <Text size="sm" role="status">
        {phase === 'uploading' && upload.waiting && t('import.uploadWaits')}
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
  const [isOther, setIsOther] = useState(false);
  const { fileName } = upload;
  return (
    <Stage
      heading={t('import.interrupted', { file: fileName })}
      actions={
        <Button variant="default" onClick={dismissUpload}>
          {t('import.uploadOther')}
        </Button>
      }
    >
      <Text size="sm">{t('import.interruptedHelp')}</Text>
      <FileDrop
        file={null}
        choose={t('import.continue', { file: fileName })}
        onFile={(file) => void continueUpload(file).then((same) => setIsOther(!same))}
        error={isOther ? t('import.notTheSame', { file: fileName }) : null}
      />
    </Stage>
  );
}
