import { Button, Modal } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useState } from 'react';
import type { Count, TagChange } from '#contracts';
import { useTagChange } from '../../api/tag-changes.js';
import { useLanguage } from '../../i18n/language.js';
import { Icon } from '../../ui/icon.js';
import { ProblemAlert } from '../../ui/problem-alert.js';
import { readStored, writeStored } from '../../ui/stored.js';
import type { Filter } from '../filter.js';
import { CurrentTagChange } from './current-tag-change.js';
import { NewTagChange } from './new-tag-change.js';

const STORED = 'contacts.tagChange';

/** Adds or removes tags of all contacts that the filter finds. It continues while the dialog is closed, and is found again after a reload. */
export function TagChangeMenu({ filter, count }: { filter: Filter; count: Count }) {
  const { t, format } = useLanguage();
  const [opened, { open, close }] = useDisclosure();
  const [id, setId] = useState(() => readStored(STORED, 'session'));
  const change = useTagChange(id);
  const remember = (next: string | null) => {
    writeStored(STORED, next, 'session');
    setId(next);
  };
  const show = () => {
    // A tag change whose end was shown makes room for the next one.
    if (change.error || (change.data && change.data.status !== 'queued' && change.data.status !== 'running'))
      remember(null);
    open();
  };
  const running = change.data?.status === 'running' && !opened ? change.data : null;
  return (
    <>
      <Button
        variant="subtle"
        color="gray"
        size="compact-sm"
        leftSection={<Icon name="tag" size={16} />}
        className="tabular"
        onClick={show}
      >
        {running ? t('tagging.running', { percent: format.percent(fractionOf(running)) }) : t('tagging.button')}
      </Button>
      <Modal
        opened={opened}
        onClose={close}
        title={t('tagging.title')}
        closeButtonProps={{ 'aria-label': t('contact.close') }}
        styles={{ title: { fontWeight: 600 } }}
        attributes={{ header: { role: 'presentation' } }}
        radius="lg"
        transitionProps={{ duration: 0 }}
      >
        {id === null ? (
          <NewTagChange filter={filter} count={count} onOrdered={(ordered) => remember(ordered.id)} />
        ) : change.data ? (
          <CurrentTagChange change={change.data} onAnother={() => remember(null)} />
        ) : (
          <ProblemAlert error={change.error} onRetry={() => void change.refetch()} />
        )}
      </Modal>
    </>
  );
}

function fractionOf({ processed, expected }: TagChange): number {
  return expected ? Math.min(1, processed / expected) : 0;
}
