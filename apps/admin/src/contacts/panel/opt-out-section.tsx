import { Alert, Button, Group, Radio, Stack, Text, TextInput } from '@mantine/core';
import { useRef, useState } from 'react';
import type { Contact, OptOut, OptOutScope } from '#contracts';
import { useOptOut } from '../../api/contact.js';
import { useMe } from '../../api/session.js';
import { useText } from '../../i18n/language.js';
import { Icon } from '../../ui/icon.js';
import { ProblemAlert } from '../../ui/problem-alert.js';
import { Author } from './author.js';

/**
 * The mark "do not contact" of a contact: whether it has it, since when, by whom and why; and how to set it, or, for
 * administrators, to take it off.
 */
export function OptOutSection({ contact }: { contact: Contact }) {
  const t = useText();
  const me = useMe();
  const box = useRef<HTMLDivElement>(null);
  // The button that was pressed is gone, so the focus would be nowhere.
  const done = () => box.current?.focus();
  const { optOut } = contact;
  return (
    <div ref={box} tabIndex={-1} role="group" aria-label={t('optOut.title')}>
      {optOut ? (
        <Marked contact={contact} mark={optOut} onDone={done} />
      ) : (
        me.role !== 'viewer' && <Unmarked contact={contact} onDone={done} />
      )}
    </div>
  );
}

interface StateProps {
  contact: Contact;
  onDone: () => void;
}

function Marked({ contact, mark, onDone }: StateProps & { mark: OptOut }) {
  const t = useText();
  const me = useMe();
  const [asking, setAsking] = useState(false);
  const takeOff = useOptOut(contact, onDone);
  const isForAll = mark.scope === 'organisation';
  return (
    <Alert color="red" role="note" icon={<Icon name="alert" />} title={t('optOut.mark')}>
      <Stack gap="xs">
        <Text size="sm">{t(isForAll ? 'optOut.isForAll' : 'optOut.isForOne')}</Text>
        {mark.erased && <Text size="sm">{t('optOut.erased')}</Text>}
        <Text size="sm">
          <Author contact={{ changedBy: mark.by, updatedAt: mark.at }} of="mark" />
          {!mark.erased && mark.reason && `: “${mark.reason}”`}
        </Text>
        <ProblemAlert error={takeOff.error} />
        {me.role === 'admin' && !asking && (
          <Group>
            <Button size="xs" variant="default" onClick={() => setAsking(true)}>
              {t('optOut.takeOff')}
            </Button>
          </Group>
        )}
        {asking && (
          <>
            <Text size="sm">{t(isForAll ? 'optOut.askAll' : 'optOut.askOne')}</Text>
            <Group gap="xs">
              <Button size="xs" variant="default" autoFocus onClick={() => setAsking(false)}>
                {t('optOut.keep')}
              </Button>
              <Button size="xs" color="red.9" loading={takeOff.isPending} onClick={() => takeOff.mutate(null)}>
                {t('optOut.confirmOff')}
              </Button>
            </Group>
          </>
        )}
      </Stack>
    </Alert>
  );
}

function Unmarked({ contact, onDone }: StateProps) {
  const t = useText();
  const [opened, setOpened] = useState(false);
  const [scope, setScope] = useState<OptOutScope>('account');
  const [reason, setReason] = useState('');
  const mark = useOptOut(contact, onDone);
  if (!opened) {
    return (
      <Button size="xs" variant="default" aria-expanded={false} onClick={() => setOpened(true)}>
        {t('optOut.open')}
      </Button>
    );
  }
  const said = reason.trim();
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        mark.mutate({ scope, ...(said && { reason: said }) });
      }}
    >
      <Stack gap="sm">
        <Radio.Group label={t('optOut.scope')} description={t('optOut.help')} value={scope} onChange={setScope}>
          <Stack gap={8} mt={6}>
            <Radio value="account" label={t('optOut.forOne')} autoFocus />
            <Radio value="organisation" label={t('optOut.forAll')} />
          </Stack>
        </Radio.Group>
        <TextInput
          label={t('optOut.reason')}
          value={reason}
          maxLength={256}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <ProblemAlert error={mark.error} />
        <Group gap="xs">
          <Button size="xs" variant="default" onClick={() => setOpened(false)}>
            {t('contact.cancel')}
          </Button>
          <Button size="xs" type="submit" color="red.9" loading={mark.isPending}>
            {t('optOut.set')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
