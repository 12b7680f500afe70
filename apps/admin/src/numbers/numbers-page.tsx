import { Button, EmptyState, Group, Stack } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useAccounts } from '../api/accounts.js';
import { useConnections } from '../api/numbers.js';
import { useMe } from '../api/session.js';
import { ListSkeleton } from '../contacts/list-skeleton.js';
import { numbers } from '../i18n/catalogue/numbers.js';
import { useAreaText } from '../i18n/language.js';
import { Icon } from '../ui/icon.js';
import { Lines } from '../ui/lines.js';
import { useNotice } from '../ui/notice.js';
import { Page } from '../ui/page.js';
import { ProblemAlert } from '../ui/problem-alert.js';
import { AddNumber } from './add-number.js';
import { ConnectWhatsapp } from './connect-whatsapp.js';
import { ConnectionLines } from './connection-lines.js';
import { NumberLine } from './number-line.js';

/** The organisation's WhatsApp numbers and where they come from. Everybody sees them, administrators change them. */
export default function NumbersPage() {
  const t = useAreaText(numbers);
  const me = useMe();
  const isAdmin = me.role === 'admin';
  const accounts = useAccounts();
  const connections = useConnections(isAdmin);
  const [connecting, connect] = useDisclosure();
  const [adding, add] = useDisclosure();
  const { notify, element } = useNotice();
  const actions = isAdmin && (
    <>
      <Button variant="default" leftSection={<Icon name="plus" />} onClick={add.open}>
        {t('numbers.add')}
      </Button>
      <Button leftSection={<Icon name="phone" />} onClick={connect.open}>
        {t('connect.button')}
      </Button>
    </>
  );
  const none = accounts.data?.length === 0 && !connections.data?.length;
  return (
    <Page title={t('nav.numbers')} actions={!none && actions}>
      <ProblemAlert error={accounts.error} onRetry={() => void accounts.refetch()} />
      <ProblemAlert error={connections.error} onRetry={() => void connections.refetch()} />
      {accounts.isPending && <ListSkeleton />}
      {none && (
        <EmptyState
          mt={64}
          icon={<Icon name="phone" size={28} />}
          variant="light"
          title={t('numbers.none')}
          description={
            isAdmin ? t('numbers.noneHelp') : t('numbers.noneHelpOthers', { organisation: me.organisation.name })
          }
        >
          {isAdmin && (
            <EmptyState.Actions>
              <Group justify="center">{actions}</Group>
            </EmptyState.Actions>
          )}
        </EmptyState>
      )}
      {accounts.data && !none && (
        <Stack gap="xl">
          <Lines
            heading={t('numbers.list')}
            help={t('numbers.help')}
            columns="minmax(0, 1fr) minmax(0, 1fr) minmax(180px, auto)"
          >
            {accounts.data.map((account) => (
              <NumberLine
                key={account.id}
                account={account}
                connections={connections.data ?? null}
                canChange={isAdmin}
                notify={notify}
              />
            ))}
          </Lines>
          {connections.data && (
            <ConnectionLines connections={connections.data} accounts={accounts.data} notify={notify} />
          )}
        </Stack>
      )}
      <ConnectWhatsapp opened={connecting} onClose={connect.close} notify={notify} />
      <AddNumber opened={adding} onClose={add.close} notify={notify} />
      {element}
    </Page>
  );
}
