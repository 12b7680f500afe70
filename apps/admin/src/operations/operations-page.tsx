import { Anchor, Button, Code, EmptyState, Group, Stack } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Link } from 'react-router';
import type { DeadLetter } from '#contracts';
import {
  QUEUES_URL,
  useDeadLetters,
  useDiscardDeadLetter,
  useMaySeeQueues,
  useReplayDeadLetter,
} from '../api/dead-letters.js';
import { useMe } from '../api/session.js';
import { useSystem } from '../api/system.js';
import { whenDone } from '../api/when-done.js';
import { ListSkeleton } from '../contacts/list-skeleton.js';
import { operations } from '../i18n/catalogue/operations.js';
import { useAreaText, useFormat } from '../i18n/language.js';
import { AdminOnly } from '../ui/admin-only.js';
import { Confirm } from '../ui/confirm.js';
import { Icon } from '../ui/icon.js';
import { Line, LineTitle, Lines } from '../ui/lines.js';
import { MoreButton } from '../ui/more-button.js';
import { useNotice } from '../ui/notice.js';
import type { Notice } from '../ui/notice.js';
import { Page } from '../ui/page.js';
import { ProblemAlert } from '../ui/problem-alert.js';
import { Installation } from './installation.js';
import { OpenImports } from './open-imports.js';

/** Imports under way and events that services gave up, for administrators; for operators, the whole installation. */
export default function OperationsPage() {
  return (
    <AdminOnly>
      <Operations />
    </AdminOnly>
  );
}

function Operations() {
  const t = useAreaText(operations);
  const letters = useDeadLetters();
  const { notify, element } = useNotice();
  const { organisation } = useMe();
  const maySeeQueues = useMaySeeQueues().data ?? false;
  const system = useSystem(maySeeQueues);
  const foreign = system.data?.imports?.filter(({ organisationId }) => organisationId !== organisation.id) ?? [];
  return (
    <Page
      title={t('nav.operations')}
      actions={
        maySeeQueues && (
          <Button component="a" href={QUEUES_URL} variant="default">
            {t('letters.queues')}
          </Button>
        )
      }
    >
      <ProblemAlert error={system.error} onRetry={() => void system.refetch()} />
      <OpenImports foreign={foreign} />
      <ProblemAlert error={letters.error} onRetry={() => void letters.refetch()} />
      {letters.isPending && <ListSkeleton />}
      {letters.items?.length === 0 && (
        <EmptyState
          icon={<Icon name="check" size={28} />}
          variant="light"
          title={<span role="status">{t('letters.none')}</span>}
          description={t('letters.noneHelp')}
        />
      )}
      {letters.items && letters.items.length > 0 && (
        <Lines heading={t('letters.title')} help={t('letters.help')} columns="minmax(0, 1fr) auto">
          {letters.items.map((letter) => (
            <LetterLine key={letter.id} letter={letter} notify={notify} />
          ))}
        </Lines>
      )}
      <MoreButton pages={letters} />
      {system.data && <Installation system={system.data} />}
      {element}
    </Page>
  );
}

interface LetterProps {
  letter: DeadLetter;
  notify: (notice: Notice) => void;
}

function LetterLine({ letter, notify }: LetterProps) {
  const t = useAreaText(operations);
  const format = useFormat();
  const { event, subscriber, importId, batch, reason, attempts, failedAt } = letter;
  return (
    <Line>
      <LineTitle title={t('letters.what', { event, subscriber })}>
        <Stack gap={4}>
          <div>
            {t('letters.when', { time: format.dateTime(failedAt), count: attempts })}
            {importId && (
              <>
                {' · '}
                {batch !== null && `${t('letters.batch', { batch })} · `}
                <Anchor component={Link} to={`/imports/${importId}`} inherit underline="always">
                  {t('letters.import')}
                </Anchor>
              </>
            )}
          </div>
          <Code block style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
            {reason}
          </Code>
        </Stack>
      </LineTitle>
      <Group gap="sm">
        <Replay letter={letter} notify={notify} />
        <Discard letter={letter} notify={notify} />
      </Group>
    </Line>
  );
}

function Replay({ letter: { id, importId }, notify }: LetterProps) {
  const t = useAreaText(operations);
  const replay = useReplayDeadLetter();
  const [asking, ask] = useDisclosure();
  const send = () =>
    whenDone(replay.mutateAsync(id), ({ ids }) => {
      notify({ text: t('letters.replayed', { count: ids.length }) });
      ask.close();
    });
  return (
    <>
      {!asking && <ProblemAlert error={replay.error} />}
      <Button variant="default" loading={replay.isPending} onClick={importId ? ask.open : send}>
        {t(importId ? 'letters.replayImport' : 'letters.replay')}
      </Button>
      <Confirm
        opened={asking}
        title={t('letters.replayAsk')}
        yes={t('letters.replayImport')}
        busy={replay.isPending}
        error={replay.error}
        onClose={ask.close}
        onYes={send}
      >
        {t('letters.replayWhat')}
      </Confirm>
    </>
  );
}

function Discard({ letter: { id, importId }, notify }: LetterProps) {
  const t = useAreaText(operations);
  const discard = useDiscardDeadLetter();
  const [asking, ask] = useDisclosure();
  return (
    <>
      <Button variant="default" onClick={ask.open}>
        {t('letters.discard')}
      </Button>
      <Confirm
        opened={asking}
        title={t('letters.discardAsk')}
        yes={t('letters.discard')}
        busy={discard.isPending}
        error={discard.error}
        onClose={ask.close}
        onYes={() => whenDone(discard.mutateAsync(id), () => notify({ text: t('letters.discarded') }))}
      >
        {t(importId ? 'letters.discardImport' : 'letters.discardWhat')}
      </Confirm>
    </>
  );
}
