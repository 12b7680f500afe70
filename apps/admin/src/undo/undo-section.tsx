import { Button, Group, Stack, Text } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { Undo, UndoTarget } from '#contracts';
import { isOpen } from '../api/orders.js';
import { useMe } from '../api/session.js';
import { useCancelUndo, useOrderUndo, useUndo } from '../api/undos.js';
import { undo as texts } from '../i18n/catalogue/undo.js';
import { useAreaText, useFormat } from '../i18n/language.js';
import { ProblemAlert } from '../ui/problem-alert.js';
import { UndoForecastLines, UndoLines } from './undo-forecast-lines.js';

interface UndoSectionProps {
  of: UndoTarget;
  /** The undo that undid it, if there is one. */
  undoneBy: string | null | undefined;
}

/** Undoes an import, a change of tags or an undo: a forecast, a confirmation, the progress, and its own undo. */
export function UndoSection({ of, undoneBy }: UndoSectionProps) {
  const t = useAreaText(texts);
  return (
    <Stack gap="xs" align="stretch" role="group" aria-label={t('undo.title')}>
      {undoneBy ? <Undone id={undoneBy} of={of} /> : <NotUndone of={of} />}
    </Stack>
  );
}

function NotUndone({ of }: { of: UndoTarget }) {
  const t = useAreaText(texts);
  const me = useMe();
  const [asking, setAsking] = useState(false);
  const [asked, setAsked] = useState(false);
  const stop = () => {
    setAsked(true);
    setAsking(false);
  };
  if (me.role === 'viewer') return null;
  if (asking) return <Question of={of} onNo={stop} />;
  return (
    <Group>
      <Button variant="default" autoFocus={asked} onClick={() => setAsking(true)}>
        {t(`undo.${of.kind}`)}
      </Button>
    </Group>
  );
}

function Question({ of, onNo }: { of: UndoTarget; onNo: () => void }) {
  const t = useAreaText(texts);
  const order = useOrderUndo(of);
  return (
    <Stack gap="xs">
      <UndoForecastLines of={of} />
      <ProblemAlert error={order.error} />
      <Group gap="xs">
        <Button variant="default" autoFocus onClick={onNo}>
          {t('undo.no')}
        </Button>
        <Button color="red.9" loading={order.isPending} onClick={() => order.mutate()}>
          {t(`undo.${of.kind}`)}
        </Button>
      </Group>
    </Stack>
  );
}

function Undone({ id, of }: { id: string; of: UndoTarget }) {
  const { data, error, refetch } = useUndo(id);
  if (!data) return <ProblemAlert error={error} onRetry={() => void refetch()} />;
  const isOver = data.status === 'cancelled' || data.status === 'failed';
  return (
    <>
      <Progress undo={data} />
      {isOver && <NotUndone of={of} />}
      {data.status === 'completed' && <UndoSection of={{ kind: 'undo', id }} undoneBy={data.undoneBy} />}
    </>
  );
}

function Progress({ undo }: { undo: Undo }) {
  const t = useAreaText(texts);
  const format = useFormat();
  const cancel = useCancelUndo(undo.id);
  const root = useRef<HTMLDivElement>(null);
  const open = isOpen(undo);
  // The button that was pressed is gone, so the focus would be nowhere.
  useEffect(() => {
    if (open) root.current?.focus();
  }, [open]);
  return (
    <Stack gap={4} ref={root} tabIndex={-1} style={{ outline: 'none' }}>
      <Text fw={500} role="status">
        {t(`undo.status.${undo.status}`)}
      </Text>
      {undo.error && <Text size="sm">{undo.error.message}</Text>}
      {open ? (
        <Text size="sm" c="dimmed" className="tabular">
          {t('undo.progress', { processed: format.number(undo.processed) })}
        </Text>
      ) : (
        <UndoLines counts={undo.counts} />
      )}
      <ProblemAlert error={cancel.error} />
      {open && (
        <Group>
          <Button variant="default" size="xs" loading={cancel.isPending} onClick={() => cancel.mutate()}>
            {t('undo.cancel')}
          </Button>
        </Group>
      )}
    </Stack>
  );
}
