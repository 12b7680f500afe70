import { AppShell, Box, Burger, Group, NavLink, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Suspense } from 'react';
import { Link, Outlet, useLocation } from 'react-router';
import { useMe } from '../api/session.js';
import { useContactsAddress } from '../contacts/contacts-address.js';
import { useText } from '../i18n/language.js';
import type { PlainTextKey } from '../i18n/text.js';
import { UploadNotice } from '../imports/upload-notice.js';
import { ErrorBoundary } from '../ui/error-boundary.js';
import { Icon } from '../ui/icon.js';
import type { IconName } from '../ui/icon.js';
import { AwayBanner } from './away-banner.js';
import { Logo } from './logo.js';
import { SettingsMenu } from './settings-menu.js';
import classes from './shell.module.css';

interface PageLink {
  to: string;
  text: PlainTextKey;
  icon: IconName;
}

const PAGES: PageLink[] = [
  { to: '/contacts', text: 'contacts.title', icon: 'contacts' },
  { to: '/segments', text: 'nav.segments', icon: 'segments' },
  { to: '/imports', text: 'imports.title', icon: 'imports' },
  { to: '/campaigns', text: 'nav.campaigns', icon: 'campaigns' },
  { to: '/overview', text: 'overview.title', icon: 'chart' },
  { to: '/numbers', text: 'nav.numbers', icon: 'phone' },
];
/** Pages for administrators only. The API enforces this too. */
const ADMIN_PAGES: PageLink[] = [
  { to: '/team', text: 'nav.team', icon: 'team' },
  { to: '/webhooks', text: 'nav.webhooks', icon: 'webhooks' },
  { to: '/audit', text: 'nav.audit', icon: 'audit' },
  { to: '/operations', text: 'nav.operations', icon: 'operations' },
];
const OPERATORS_PAGES: PageLink[] = [{ to: '/organisations', text: 'nav.organisations', icon: 'organisations' }];

/** The frame of every page: navigation at the side, or behind a button on a phone. */
export function Shell() {
  const t = useText();
  const me = useMe();
  const { pathname } = useLocation();
  const [open, { toggle, close }] = useDisclosure();
  return (
    <AppShell
      header={{ height: { base: 56, sm: 0 } }}
      navbar={{ width: 224, breakpoint: 'sm', collapsed: { mobile: !open } }}
      transitionDuration={0}
      classNames={classes}
    >
      <a href="#content" className="skip-link">
        {t('app.skip')}
      </a>
      <AppShell.Header hiddenFrom="sm" px="md">
        <Group h="100%" justify="space-between">
          <Brand />
          <Burger
            opened={open}
            onClick={toggle}
            size="sm"
            aria-label={open ? t('app.closeMenu') : t('app.openMenu')}
            aria-expanded={open}
          />
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="sm" aria-label={t('app.navigation')}>
        <Box visibleFrom="sm" px="xs" py="sm">
          <Brand />
        </Box>
        <Stack gap={2} mt="xs" flex={1} mih={0} style={{ overflowY: 'auto' }}>
          <PageLinks pages={PAGES} onFollow={close} />
          {me.role === 'admin' && (
            <Box role="group" aria-label={t('nav.administration')} mt="md">
              <Text size="xs" fw={500} c="dimmed" px="sm" pb={6} aria-hidden="true">
                {t('nav.administration')}
              </Text>
              <Stack gap={2}>
                <PageLinks pages={ADMIN_PAGES} onFollow={close} />
                {me.operator && <PageLinks pages={OPERATORS_PAGES} onFollow={close} />}
              </Stack>
            </Box>
          )}
        </Stack>
        <SettingsMenu me={me} />
      </AppShell.Navbar>
      <AppShell.Main id="content" tabIndex={-1}>
        <AwayBanner />
        <ErrorBoundary key={pathname.split('/')[1]}>
          <Suspense fallback={null}>
            <Outlet />
          </Suspense>
        </ErrorBoundary>
      </AppShell.Main>
      <UploadNotice />
    </AppShell>
  );
}

function PageLinks({ pages, onFollow }: { pages: readonly PageLink[]; onFollow: () => void }) {
  const t = useText();
  const { pathname } = useLocation();
  const contactsAddress = useContactsAddress();
  return pages.map(({ to, text, icon }) => {
    const active = pathname === to || pathname.startsWith(`${to}/`);
    return (
      <NavLink
        key={to}
        component={Link}
        to={to === '/contacts' ? contactsAddress : to}
        onClick={onFollow}
        active={active}
        aria-current={active ? 'page' : undefined}
        className={classes.link}
        label={t(text)}
        leftSection={<Icon name={icon} />}
      />
    );
  });
}

function Brand() {
  const t = useText();
  return (
    <Group gap="sm" wrap="nowrap">
      <Logo />
      <Text fw={650} size="md">
        {t('app.name')}
      </Text>
    </Group>
  );
}
