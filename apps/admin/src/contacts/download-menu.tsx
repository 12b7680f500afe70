import { Button, Popover } from '@mantine/core';
import { useState } from 'react';
import type { Count, Export } from '#contracts';
import { useExport } from '../api/exports.js';
import { useLanguage } from '../i18n/language.js';
import { Icon } from '../ui/icon.js';
import { readStored, writeStored } from '../ui/stored.js';
import { CurrentDownload } from './current-download.js';
import type { Filter } from './filter.js';
import { NewDownload } from './new-download.js';

const STORED = 'contacts.download';

/** Makes a file of the current list. It continues while the menu is closed, and is found again after a reload. */
export function DownloadMenu({ filter, count }: { filter: Filter; count: Count | undefined }) {
  const { t, format } = useLanguage();
  const [id, setId] = useState(() => readStored(STORED, 'session'));
  const made = useExport(id);
  const remember = (next: string | null) => {
    writeStored(STORED, next, 'session');
    setId(next);
  };
  const label = (status: Export['status'] | undefined) => {
    if (status === 'completed') return t('download.done');
    if (status === 'running') return t('download.running', { percent: format.percent(fractionOf(made.data)) });
    return t('download.button');
  };
  return (
    <Popover position="bottom-end" width={320} shadow="md" trapFocus>
      <Popover.Target>
        <Button variant="default" leftSection={<Icon name="download" />} className="tabular">
          {label(made.data?.status)}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('download.title')}>
        {id === null ? (
          <NewDownload filter={filter} count={count} onStarted={({ id: started }) => remember(started)} />
        ) : (
          <CurrentDownload
            made={made.data}
            error={made.error}
            onRetry={() => void made.refetch()}
            onAnother={() => remember(null)}
          />
        )}
      </Popover.Dropdown>
    </Popover>
  );
}

function fractionOf(made: Export | undefined): number {
  return made?.expectedRows ? Math.min(1, made.rows / made.expectedRows) : 0;
}
