import { Badge, Button, Group, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { Account, ConnectionState, WhatsappConnection } from '#contracts';
import { useDisconnect } from '../api/numbers.js';
import { whenDone } from '../api/when-done.js';
import { numbers } from '../i18n/catalogue/numbers.js';
import { useAreaText, useFormat } from '../i18n/language.js';
import { Confirm } from '../ui/confirm.js';
import { Line, LineBelow, LineTitle, Lines, NoLine } from '../ui/lines.js';
import type { Notice } from '../ui/notice.js';
import { ConnectWhatsapp } from './connect-whatsapp.js';

const COLORS: Record<ConnectionState, string> = {
  connected: 'brand',
  token_expired: 'red',
  not_permitted: 'red',
  rate_limited: 'orange',
  unreachable: 'orange',
};

interface ConnectionLinesProps {
  connections: readonly WhatsappConnection[];
  accounts: readonly Account[];
  notify: (notice: Notice) => void;
}

/** The business accounts that numbers come from: the state of each connection, and what to do if it fails. */
export function ConnectionLines({ connections, accounts, notify }: ConnectionLinesProps) {
  const t = useAreaText(numbers);
  return (
    <Lines heading={t('connection.list')} help={t('connection.help')} columns="minmax(0, 1fr) auto auto">
      {connections.length === 0 && <NoLine>{t('connection.none')}</NoLine>}
      {connections.map((connection) => (
        <ConnectionLine
          key={connection.id}
          connection={connection}
          numbersOfIt={accounts.filter(({ whatsapp }) => whatsapp?.connectionId === connection.id).length}
          notify={notify}
        />
      ))}
    </Lines>
  );
}

interface ConnectionLineProps extends Pick<ConnectionLinesProps, 'notify'> {
  connection: WhatsappConnection;
  numbersOfIt: number;
}

function ConnectionLine({ connection, numbersOfIt, notify }: ConnectionLineProps) {
  const t = useAreaText(numbers);
  const format = useFormat();
  const [reconnecting, reconnect] = useDisclosure();
  const [asking, ask] = useDisclosure();
  const disconnect = useDisconnect();
  const { id, businessAccountId, state, detail, checkedAt } = connection;
  const needsToken = state === 'token_expired' || state === 'not_permitted';
  const named = { id: businessAccountId };
  return (
    <Line>
      <LineTitle title={t('connection.name', named)}>
        {t('connection.checked', { time: format.dateTime(checkedAt) })}
      </LineTitle>
      <div>
        <Badge variant="light" color={COLORS[state]} size="lg">
          {t(`connection.${state}`)}
        </Badge>
      </div>
      <Group gap="xs">
        <Button
          size="compact-sm"
          variant={needsToken ? 'filled' : 'default'}
          aria-label={t('connection.newTokenOne', named)}
          onClick={reconnect.open}
        >
          {t('connection.newToken')}
        </Button>
        <Button
          size="compact-sm"
          variant="default"
          aria-label={t('connection.disconnectOne', named)}
          onClick={ask.open}
        >
          {t('connection.disconnect')}
        </Button>
      </Group>
      {detail && (
        <LineBelow>
          <Text size="sm" role="status">
            <Text span size="sm" fw={600} c={needsToken ? 'var(--mantine-color-red-light-color)' : undefined}>
              {detail}
            </Text>{' '}
            {needsToken && t('connection.expiredHelp')}
          </Text>
        </LineBelow>
      )}
      <ConnectWhatsapp
        businessAccountId={businessAccountId}
        opened={reconnecting}
        onClose={reconnect.close}
        notify={notify}
      />
      <Confirm
        opened={asking}
        title={t('connection.disconnectAsk', named)}
        yes={t('connection.disconnect')}
        busy={disconnect.isPending}
        error={disconnect.error}
        onClose={ask.close}
        onYes={() => whenDone(disconnect.mutateAsync(id), () => notify({ text: t('connection.disconnected') }))}
      >
        {t('connection.disconnectWhat', { count: numbersOfIt })}
      </Confirm>
    </Line>
  );
}
