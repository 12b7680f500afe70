import { Anchor, Button, Group, SegmentedControl, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import type { Count, Export, ExportFormat } from '#contracts';
import { exportFileUrl, useExports, useStartExport } from '../api/exports.js';
import { useFormat, useText } from '../i18n/language.js';
import { ProblemAlert } from '../ui/problem-alert.js';
import { apiConditions } from './filter.js';
import type { Filter } from './filter.js';

interface NewDownloadProps {
  filter: Filter;
  /** How many contacts the filter finds; undefined until it is known. */
  count: Count | undefined;
  onStarted: (made: Export) => void;
}

/** Orders a file of the current list, and lists the files that were ordered earlier. */
export function NewDownload({ filter, count, onStarted }: NewDownloadProps) {
  const t = useText();
  const { number } = useFormat();
  const [format, setFormat] = useState<ExportFormat>('csv');
  const start = useStartExport();
  const { accountId } = filter;
  const order = () =>
    start.mutate({ filter: { accountId: accountId!, ...apiConditions(filter) }, format }, { onSuccess: onStarted });
  return (
    <Stack gap="sm">
      <Text fw={500} size="sm">
        {t('download.title')}
      </Text>
      {accountId ? (
        <>
          <SegmentedControl
            fullWidth
            aria-label={t('download.format')}
            value={format}
            onChange={setFormat}
            data={[
              { value: 'csv', label: t('download.csv') },
              { value: 'xlsx', label: t('download.xlsx') },
            ]}
          />
          {count && (
            <Text size="sm" c="dimmed">
              {count.exact
                ? t('contacts.count', { count: count.value })
                : t('contacts.countFloor', { count: number(count.value) })}
            </Text>
          )}
          <ProblemAlert error={start.error} />
          <Button loading={start.isPending} onClick={order}>
            {t('download.start')}
          </Button>
        </>
      ) : (
        <Text size="sm">{t('download.chooseAccount')}</Text>
      )}
      <EarlierDownloads />
    </Stack>
  );
}

function EarlierDownloads() {
  const t = useText();
  const format = useFormat();
  const kept = useExports().data?.filter((made) => made.status === 'completed') ?? [];
  if (kept.length === 0) return null;
  return (
    <Stack gap={6}>
      <Text size="sm" c="dimmed">
        {t('download.earlier')}
      </Text>
      {kept.map((made) => (
        <Group key={made.id} justify="space-between" wrap="nowrap" gap="sm">
          <Anchor href={exportFileUrl(made.id)} download size="sm" truncate title={made.fileName}>
            {made.fileName}
          </Anchor>
          <Text size="xs" c="dimmed" className="tabular">
            {format.number(made.rows)}
          </Text>
        </Group>
      ))}
    </Stack>
  );
}
