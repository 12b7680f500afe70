import { Button, Center, Code, EmptyState, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link, useLocation } from 'react-router';
import { useMe } from '../api/session.js';
import { useText } from '../i18n/language.js';
import { Icon } from '../ui/icon.js';

const EXAMPLE = `id,name,tags,city
34600111222,Ana García,"customer, newsletter",Barcelona
447700900123,Jane Smith,customer,London`;

/** The organisation has no WhatsApp number. */
export function NoAccount() {
  const t = useText();
  const isAdmin = useMe().role === 'admin';
  return (
    <Empty>
      <EmptyState
        icon={<Icon name="phone" size={28} />}
        variant="light"
        title={t('empty.noAccount')}
        description={t('empty.noAccountHelp')}
      >
        {isAdmin && (
          <EmptyState.Actions>
            <Button component={Link} to="/numbers" leftSection={<Icon name="phone" />}>
              {t('empty.toNumbers')}
            </Button>
          </EmptyState.Actions>
        )}
      </EmptyState>
    </Empty>
  );
}

/** Nothing was imported yet: shows what a file looks like. */
export function NoContact() {
  const t = useText();
  const { search } = useLocation();
  const canImport = useMe().role !== 'viewer';
  return (
    <Empty>
      <EmptyState
        icon={<Icon name="contacts" size={28} />}
        variant="light"
        title={t('empty.noContact')}
        description={t('empty.noContactHelp')}
      >
        <Code block ta="start" fz="xs" aria-label={t('empty.example')}>
          {EXAMPLE}
        </Code>
        <EmptyState.Actions>
          {canImport && (
            <Button component={Link} to={{ pathname: '/contacts/import', search }} leftSection={<Icon name="upload" />}>
              {t('import.button')}
            </Button>
          )}
          <Button component="a" href="/example.csv" download variant="default" leftSection={<Icon name="download" />}>
            {t('empty.example')}
          </Button>
        </EmptyState.Actions>
      </EmptyState>
    </Empty>
  );
}

interface NoMatchProps {
  onClear: () => void;
  /** Looks in all numbers; undefined where that is what was done. */
  onAllAccounts: (() => void) | undefined;
}

/** The filter finds nothing. */
export function NoMatch({ onClear, onAllAccounts }: NoMatchProps) {
  const t = useText();
  return (
    <Empty>
      <EmptyState
        icon={<Icon name="search" size={28} />}
        variant="light"
        title={<span role="status">{t('empty.noMatch')}</span>}
        description={t('empty.noMatchHelp')}
      >
        <EmptyState.Actions>
          <Button variant="default" onClick={onClear}>
            {t('filter.clear')}
          </Button>
          {onAllAccounts && (
            <Button variant="default" onClick={onAllAccounts}>
              {t('empty.allAccounts')}
            </Button>
          )}
        </EmptyState.Actions>
      </EmptyState>
    </Empty>
  );
}

function Empty({ children }: { children: ReactNode }) {
  return (
    <Center flex={1} mih={320} px="md">
      <Stack maw={560}>{children}</Stack>
    </Center>
  );
}
