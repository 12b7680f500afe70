import { Alert, Button, Group, Progress, Stack, Text } from '@mantine/core';
import { useEffect, useRef } from 'react';
import type { TagChange } from '#contracts';
import { isOpen } from '../../api/orders.js';
import { useCancelTagChange } from '../../api/tag-changes.js';
import { useLanguage } from '../../i18n/language.js';
import { UndoSection } from '../../undo/undo-section.js';
import { Icon } from '../../ui/icon.js';
import { ProblemAlert } from '../../ui/problem-alert.js';

/** A tag change under way, or its result. */
export function CurrentTagChange({ change, onAnother }: { change: TagChange; onAnother: () => void }) {
  const { t, format } = useLanguage();
  const cancel = useCancelTagChange(change.id);
  const root = useRef<HTMLDivElement>(null);
  useEffect(() => root.current?.focus(), []);
  const open = isOpen(change);
  const { processed, expected, counts } = change;
  return (
    <Stack ref={root} tabIndex={-1} style={{ outline: 'none' }}>
      <Text fw={500} role="status">
        {t(`tagging.status.${change.status}`)}
      </Text>
      {open && (
        <Progress.Root size="lg">
          <Progress.Section
            value={expected ? Math.min(100, (processed / expected) * 100) : 0}
            animated
            aria-label={t('tagging.title')}
          />
        </Progress.Root>
      )}
      {change.error && (
        <Alert color="red" role="alert" icon={<Icon name="alert" />}>
          {change.error.message}
        </Alert>
      )}
      <Text size="sm" c="dimmed" className="tabular">
        {open && expected !== null
          ? t('tagging.progress', { processed: format.number(processed), expected: format.number(expected) })
          : t('tagging.counts', { updated: format.number(counts.updated), unchanged: format.number(counts.unchanged) })}
      </Text>
      {counts.rejected > 0 && <Text size="sm">{t('tagging.rejected', { count: counts.rejected })}</Text>}
      {!open && counts.updated > 0 && (
        <UndoSection of={{ kind: 'tag-change', id: change.id }} undoneBy={change.undoneBy} />
      )}
      <ProblemAlert error={cancel.error} />
      <Group justify="flex-end">
        {open ? (
          <Button variant="default" loading={cancel.isPending} onClick={() => cancel.mutate()}>
            {t('tagging.cancel')}
          </Button>
        ) : (
          <Button variant="default" onClick={onAnother}>
            {t('tagging.another')}
          </Button>
        )}
      </Group>
    </Stack>
  );
}
