import { Alert, Anchor, Drawer, Group, Stack, Text } from '@mantine/core';
import { Link, useLocation, useNavigate, useParams } from 'react-router';
import type { Contact } from '#contracts';
import { useAccounts } from '../../api/accounts.js';
import { useContact } from '../../api/contact.js';
import { useMe } from '../../api/session.js';
import { useText } from '../../i18n/language.js';
import { plus } from '../../ui/account-select.js';
import { Icon } from '../../ui/icon.js';
import { mayLeave } from '../../ui/leave-guard.js';
import { ProblemAlert } from '../../ui/problem-alert.js';
import { useFocusReturn } from '../../ui/use-focus-return.js';
import { accountName } from '../contact-rows.js';
import { ListSkeleton } from '../list-skeleton.js';
import { ContactHistorySection } from './contact-history.js';
import { ContactForm } from './contact-form.js';
import { LastChange } from './last-change.js';
import { NewContactForm } from './new-contact-form.js';
import { OptOutSection } from './opt-out-section.js';

/** The side panel to view, edit or add one contact. It is part of the address, so a link shows it and Back closes it. */
export default function ContactPanel() {
  const t = useText();
  const { accountId, phone } = useParams();
  const { search } = useLocation();
  const navigate = useNavigate();
  useFocusReturn();
  const adding = !accountId || !phone;
  const close = () => void navigate({ pathname: '/contacts', search });
  return (
    <Drawer
      opened
      onClose={() => {
        if (mayLeave()) close();
      }}
      position="right"
      size={460}
      title={t(adding ? 'contact.add' : 'contact.title')}
      closeButtonProps={{ 'aria-label': t('contact.close') }}
      overlayProps={{ backgroundOpacity: 0.25 }}
      transitionProps={{ duration: 0 }}
      styles={{ title: { fontWeight: 600 } }}
      attributes={{ header: { role: 'presentation' } }}
    >
      {adding ? (
        <NewContactForm onClose={close} />
      ) : (
        <OneContact key={`${accountId}/${phone}`} accountId={accountId} phone={phone} />
      )}
    </Drawer>
  );
}

function OneContact({ accountId, phone }: { accountId: string; phone: string }) {
  const { data, error, refetch, isPlaceholderData } = useContact(accountId, phone);
  if (!data) {
    return error ? <ProblemAlert error={error} onRetry={() => void refetch()} /> : <ListSkeleton />;
  }
  return (
    <Stack>
      <Heading contact={data} />
      {data.takenBack && <TakenBack />}
      {!isPlaceholderData && <OptOutSection contact={data} />}
      {/* The form edits the API's present state, never the older copy from the list. */}
      <ContactFormOrRead key={isPlaceholderData ? 'listed' : 'read'} contact={data} waiting={isPlaceholderData} />
      <LastChange contact={data} />
      <ContactHistorySection contact={data} />
    </Stack>
  );
}

function TakenBack() {
  const t = useText();
  return (
    <Alert color="yellow" role="note" icon={<Icon name="alert" />}>
      {t('contact.takenBack')}
    </Alert>
  );
}

function Heading({ contact }: { contact: Contact }) {
  const t = useText();
  const accounts = useAccounts().data ?? [];
  return (
    <Group gap="xs" className="tabular">
      <Text size="sm" fw={500}>
        {plus(contact.phone)}
      </Text>
      <Text size="sm" c="dimmed">
        {accountName(accounts, contact.accountId)}
      </Text>
      {accounts.length > 1 && (
        <Anchor component={Link} to={`/people/${contact.phone}`} size="sm" underline="always">
          {t('contact.allNumbers')}
        </Anchor>
      )}
    </Group>
  );
}

function ContactFormOrRead({ contact, waiting }: { contact: Contact; waiting: boolean }) {
  const t = useText();
  const me = useMe();
  const account = useAccounts().data?.find(({ id }) => id === contact.accountId);
  const inactive = account?.status === 'inactive';
  return (
    <>
      {inactive && me.role !== 'viewer' && <Text size="sm">{t('contact.inactive')}</Text>}
      <ContactForm contact={contact} readOnly={waiting || inactive || me.role === 'viewer'} />
    </>
  );
}
