import { Button, Stack } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { Export } from '#contracts';
import { exportFileUrl } from '../api/exports.js';
import { useText } from '../i18n/language.js';
import { Icon } from '../ui/icon.js';
import { ProblemAlert } from '../ui/problem-alert.js';
import { DownloadProgress } from './download-progress.js';

interface CurrentDownloadProps {
  made: Export | undefined;
  error: Error | null;
  onRetry: () => void;
  onAnother: () => void;
}

/** The file that is being made or is ready. It takes the focus from the button that ordered it. */
export function CurrentDownload({ made, error, onRetry, onAnother }: CurrentDownloadProps) {
  const t = useText();
  const root = useRef<HTMLDivElement>(null);
  useEffect(() => root.current?.focus(), []);
  const over = made?.status === 'completed' || made?.status === 'failed' || (error !== null && !made);
  return (
    <Stack gap="sm" ref={root} tabIndex={-1} style={{ outline: 'none' }}>
      {made && <DownloadProgress made={made} />}
      <ProblemAlert error={error} onRetry={onRetry} />
      {made && <SaveFile made={made} />}
      {over && (
        <Button variant="default" onClick={onAnother}>
          {t('download.another')}
        </Button>
      )}
    </Stack>
  );
}

/** The link to the finished file. If the file becomes ready while somebody watches, the download starts by itself, once. */
function SaveFile({ made }: { made: Export }) {
  const t = useText();
  const link = useRef<HTMLAnchorElement>(null);
  const [watched] = useState(made.status !== 'completed');
  const ready = made.status === 'completed';
  useEffect(() => {
    if (watched && ready) link.current?.click();
  }, [watched, ready]);
  if (!ready) return null;
  return (
    <Button ref={link} component="a" href={exportFileUrl(made.id)} download leftSection={<Icon name="download" />}>
      {t('download.save')}
    </Button>
  );
}
