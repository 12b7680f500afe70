import { ActionIcon, Badge, Switch, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { Account, WhatsappConnection } from '#contracts';
import { useChangeAccount } from '../api/numbers.js';
import { numbers } from '../i18n/catalogue/numbers.js';
import { useAreaText } from '../i18n/language.js';
import type { AreaTexts, Translate } from '../i18n/text.js';
import { plus } from '../ui/account-select.js';
import { Icon } from '../ui/icon.js';
import { Line, LineActions, LineBelow, LineTitle } from '../ui/lines.js';
import type { Notice } from '../ui/notice.js';
import { ProblemAlert } from '../ui/problem-alert.js';
import { RenameNumber } from './rename-number.js';

interface NumberLineProps {
  account: Account;
  /** Null when they are not known. */
  connections: readonly WhatsappConnection[] | null;
  canChange: boolean;
  notify: (notice: Notice) => void;
}

/** One WhatsApp number: its name, its state at WhatsApp, and a switch that sets it active or inactive. */
export function NumberLine({ account, connections, canChange, notify }: NumberLineProps) {
  const t = useAreaText(numbers);
  const change = useChangeAccount();
  const [renaming, rename] = useDisclosure();
  const { id, displayName: name } = account;
  const active = account.status === 'active';
  const set = (status: Account['status'], undoable: boolean) => {
    const undo = () => set(status === 'active' ? 'inactive' : 'active', false);
    const text = t(status === 'active' ? 'numbers.nowActive' : 'numbers.nowInactive', { name });
    change.mutate({ id, status }, { onSuccess: () => notify({ text, ...(undoable && { undo }) }) });
  };
  return (
    <Line>
      <LineTitle title={name}>
        <span className="tabular">{plus(account.phoneNumber)}</span>
      </LineTitle>
      <Text size="sm" c="dimmed">
        {whatsappSays(account, connections, t)}
      </Text>
      <LineActions>
        {canChange ? (
          <>
            <Switch
              checked={active}
              disabled={change.isPending}
              onChange={() => set(active ? 'inactive' : 'active', true)}
              label={t(active ? 'numbers.active' : 'numbers.inactive')}
              aria-label={t('numbers.setActive', { name })}
              labelPosition="left"
            />
            <ActionIcon
              variant="subtle"
              color="gray"
              size="lg"
              aria-label={t('numbers.rename', { name })}
              onClick={rename.open}
            >
              <Icon name="edit" />
            </ActionIcon>
          </>
        ) : (
          <Badge variant="light" color={active ? 'brand' : 'gray'} size="lg">
            {t(active ? 'numbers.active' : 'numbers.inactive')}
          </Badge>
        )}
      </LineActions>
      {change.error && (
        <LineBelow>
          <ProblemAlert error={change.error} />
        </LineBelow>
      )}
      <RenameNumber account={account} opened={renaming} onClose={rename.close} notify={notify} />
    </Line>
  );
}

function whatsappSays(
  { status, whatsapp }: Account,
  connections: readonly WhatsappConnection[] | null,
  t: Translate<AreaTexts<typeof numbers>>,
): string {
  if (!whatsapp) return t('numbers.byHand');
  if (connections && !connections.some(({ id }) => id === whatsapp.connectionId)) return t('numbers.leftConnection');
  const key = `numbers.says.${whatsapp.status}`;
  const word = isKnown(key) ? t(key) : whatsapp.status;
  const held = status === 'inactive' && whatsapp.active ? t('numbers.held') : '';
  return held + t('numbers.says', { status: word });
}

type SaysKey = Extract<keyof typeof numbers, `numbers.says.${string}`>;
const isKnown = (key: string): key is SaysKey => Object.hasOwn(numbers, key);
