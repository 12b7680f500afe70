import { Button } from '@mantine/core';
import { useState } from 'react';
import type { Passkey, SecondFactor } from '#contracts';
import { usePasskeySupport } from '../api/passkeys.js';
import { useMe, useSessionWays } from '../api/session.js';
import { passkeys } from '../i18n/catalogue/passkeys.js';
import { useAreaText, useFormat } from '../i18n/language.js';
import { Line, LineActions, LineTitle, Lines, NoLine } from '../ui/lines.js';
import type { Notice } from '../ui/notice.js';
import { AddPasskey } from './add-passkey.js';
import { RemovePasskey, RenamePasskey } from './change-passkey.js';

interface PasskeyLinesProps {
  factor: SecondFactor;
  notify: (notice: Notice) => void;
  /** Called when a dialog opens and when it closes. */
  onBusy?: (busy: boolean) => void;
}

/** What is open: adding one, or renaming or removing one of them. */
type Open = { kind: 'add' } | { kind: 'rename' | 'remove'; passkey: Passkey } | null;

/** The own passkeys. */
export function PasskeyLines({ factor, notify, onBusy }: PasskeyLinesProps) {
  const t = useAreaText(passkeys);
  const { hasPassword } = useMe();
  const support = usePasskeySupport();
  const canAdd = support === 'here' && hasPassword !== false;
  const origin = useSessionWays().data?.passkeys?.origin ?? '';
  const [open, setOpen] = useState<Open>(null);
  const show = (next: Open) => {
    setOpen(next);
    onBusy?.(next !== null);
  };
  const close = () => show(null);
  const why = {
    here: t('passkey.help'),
    off: t('passkey.notHere'),
    elsewhere: t('passkey.elsewhere', { origin }),
    browser: t('passkey.notByBrowser'),
  }[support ?? 'here'];
  const help = hasPassword === false ? t('passkey.noPassword') : why;
  const shared = { factor, notify, onClose: close };
  return (
    <>
      <Lines
        heading={t('passkey.heading')}
        help={help}
        columns="minmax(0, 1fr) auto"
        actions={
          canAdd && (
            <Button variant="default" onClick={() => show({ kind: 'add' })}>
              {t('passkey.add')}
            </Button>
          )
        }
      >
        {factor.passkeys.length === 0 && <NoLine>{t('passkey.empty')}</NoLine>}
        {factor.passkeys.map((passkey) => (
          <PasskeyLine key={passkey.id} passkey={passkey} onOpen={(kind) => show({ kind, passkey })} />
        ))}
      </Lines>
      <AddPasskey opened={open?.kind === 'add'} {...shared} />
      <RenamePasskey passkey={open?.kind === 'rename' ? open.passkey : null} notify={notify} onClose={close} />
      <RemovePasskey passkey={open?.kind === 'remove' ? open.passkey : null} {...shared} />
    </>
  );
}

function PasskeyLine({ passkey, onOpen }: { passkey: Passkey; onOpen: (kind: 'rename' | 'remove') => void }) {
  const t = useAreaText(passkeys);
  const format = useFormat();
  const { name, createdAt, lastUsedAt } = passkey;
  const used = lastUsedAt === null ? t('passkey.unused') : t('passkey.used', { time: format.dateTime(lastUsedAt) });
  return (
    <Line>
      <LineTitle title={name}>{`${t('passkey.since', { date: format.date(createdAt) })} · ${used}`}</LineTitle>
      <LineActions>
        <Button variant="default" aria-label={t('passkey.renameOne', { name })} onClick={() => onOpen('rename')}>
          {t('passkey.rename')}
        </Button>
        <Button variant="default" aria-label={t('passkey.removeOne', { name })} onClick={() => onOpen('remove')}>
          {t('passkey.remove')}
        </Button>
      </LineActions>
    </Line>
  );
}
