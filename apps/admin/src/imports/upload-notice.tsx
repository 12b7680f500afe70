import { Anchor, Dialog, Progress, Text } from '@mantine/core';
import { Link, useLocation } from 'react-router';
import { useText } from '../i18n/language.js';
import { dismissUpload, useUpload } from './upload-store.js';

const ENDED = {
  done: 'import.uploadDone',
  failed: 'import.uploadFailed',
  interrupted: 'import.interrupted',
  paused: 'import.paused',
} as const;

/** An upload that continues or has ended while its dialog is closed. */
export function UploadNotice() {
  const t = useText();
  const upload = useUpload();
  const { pathname } = useLocation();
  const dialogOpen = /\/(import|imports\/.)/.test(pathname) && pathname !== '/imports';
  if (upload.phase === 'idle' || dialogOpen) return null;
  const text =
    upload.phase === 'uploading'
      ? t('import.uploading', { file: upload.fileName })
      : t(ENDED[upload.phase], { file: upload.fileName });
  return (
    <Dialog
      opened
      withBorder
      withCloseButton={upload.phase !== 'uploading' && upload.phase !== 'paused'}
      onClose={dismissUpload}
      attributes={{ closeButton: { 'aria-label': t('import.close') } }}
      size={320}
      radius="lg"
      role="status"
      transitionProps={{ duration: 0 }}
    >
      <Text size="sm" fw={500} mb={6} pe="lg" style={{ overflowWrap: 'anywhere' }}>
        {text}
      </Text>
      {upload.phase === 'uploading' && (
        <Progress.Root mb={6}>
          <Progress.Section value={upload.total > 0 ? (upload.loaded / upload.total) * 100 : 0} aria-label={text} />
        </Progress.Root>
      )}
      <Anchor
        component={Link}
        to={upload.phase === 'done' ? `/imports/${upload.importId}` : '/imports/new'}
        size="sm"
        onClick={upload.phase === 'done' ? dismissUpload : undefined}
      >
        {t('import.uploadShow')}
      </Anchor>
    </Dialog>
  );
}
