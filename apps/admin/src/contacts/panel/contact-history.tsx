import { Button, Stack, Text } from '@mantine/core';
import { useId, useState } from 'react';
import type { Contact, ContactChange, ContactChanges } from '#contracts';
import { useContactHistory } from '../../api/contact-history.js';
import { useLanguage } from '../../i18n/language.js';
import { MoreButton } from '../../ui/more-button.js';
import { ProblemAlert } from '../../ui/problem-alert.js';
import { ListSkeleton } from '../list-skeleton.js';
import { Author } from './author.js';
import { changeLines } from './change-lines.js';

/** Shows, when it is asked for, how a contact changed and who changed it. */
export function ContactHistorySection({ contact }: { contact: Contact }) {
  const { t } = useLanguage();
  const [opened, setOpened] = useState(false);
  const id = useId();
  return (
    <Stack gap="xs" align="flex-start">
      <Button
        size="xs"
        variant="default"
        aria-expanded={opened}
        aria-controls={opened ? id : undefined}
        onClick={() => setOpened(!opened)}
      >
        {t('history.title')}
      </Button>
      {opened && (
        <Stack gap="xs" id={id} w="100%">
          <Entries contact={contact} />
        </Stack>
      )}
    </Stack>
  );
}

function Entries({ contact }: { contact: Contact }) {
  const { t } = useLanguage();
  const pages = useContactHistory(contact);
  const { data, error, refetch } = pages;
  if (!data) return error ? <ProblemAlert error={error} onRetry={() => void refetch()} /> : <ListSkeleton />;
  const { keptDays, isComplete } = data.pages[0]!;
  const items = data.pages.flatMap((page) => page.items);
  return (
    <>
      <Stack component="ol" gap="sm" m={0} p={0} style={{ listStyle: 'none' }} aria-label={t('history.title')}>
        {items.map((change) => (
          <Entry key={change.revision} change={change} />
        ))}
      </Stack>
      <MoreButton pages={pages} />
      {!isComplete && !pages.hasNextPage && (
        <Text size="sm" c="dimmed">
          {keptDays > 0 ? t('history.ends', { days: keptDays }) : t('history.begins')}
        </Text>
      )}
    </>
  );
}

function Entry({ change: { revision, at, changedBy, order, changes } }: { change: ContactChange }) {
  const { t } = useLanguage();
  return (
    <li>
      <Text size="sm" c="dimmed">
        <Author contact={{ changedBy, updatedAt: at }} of={revision === 1 ? 'creation' : 'change'} />
        {order && ` · ${t(order.kind === 'undo' ? 'history.undo' : 'history.tagChange')}`}
      </Text>
      {changes ? <Lines changes={changes} /> : revision > 1 && <Text size="sm">{t('history.unknown')}</Text>}
    </li>
  );
}

function Lines({ changes }: { changes: ContactChanges }) {
  const { t } = useLanguage();
  return changeLines(changes, t).map((line) => (
    <Text key={line} size="sm" style={{ overflowWrap: 'anywhere' }}>
      {line}
    </Text>
  ));
}
