import { Progress, Stack, Text } from '@mantine/core';
import type { Export } from '#contracts';
import { useLanguage } from '../i18n/language.js';

/** The progress of a download, or its result. */
export function DownloadProgress({ made }: { made: Export }) {
  const { t, format } = useLanguage();
  const { status, rows, expectedRows, fileSize } = made;
  if (status === 'failed') {
    return (
      <Stack gap={2} role="alert">
        <Text fw={500} size="sm">
          {t('download.failed')}
        </Text>
        <Text size="sm">{made.error?.message}</Text>
      </Stack>
    );
  }
  if (status === 'completed') {
    return (
      <Stack gap={2} role="status">
        <Text fw={500} size="sm">
          {t('download.ready')}
        </Text>
        <Text size="sm" truncate title={made.fileName}>
          {made.fileName}
        </Text>
        <Text size="sm" c="dimmed">
          {t('download.readyHelp', { count: rows, size: format.bytes(fileSize ?? 0) })}
        </Text>
      </Stack>
    );
  }
  const percent = expectedRows ? Math.min(100, (rows / expectedRows) * 100) : 0;
  return (
    <Stack gap={6}>
      <Text fw={500} size="sm" role="status">
        {t(status === 'queued' ? 'download.queued' : 'download.progress')}
      </Text>
      <Progress.Root size="lg">
        <Progress.Section value={percent} animated aria-label={t('download.progress')} />
      </Progress.Root>
      <Text size="sm" c="dimmed" className="tabular">
        {expectedRows === null
          ? t('download.rowsSoFar', { rows: format.number(rows) })
          : t('download.rows', { rows: format.number(rows), total: format.number(expectedRows) })}
      </Text>
    </Stack>
  );
}
