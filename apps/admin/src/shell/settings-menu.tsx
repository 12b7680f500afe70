import { Avatar, Box, Group, Menu, Text, UnstyledButton, useMantineColorScheme } from '@mantine/core';
import type { MantineColorScheme } from '@mantine/core';
import { Link } from 'react-router';
import type { Me } from '#contracts';
import { useSignOut, useSwitchOrganisation } from '../api/session.js';
import { LANGUAGES } from '#contracts';
import type { Language } from '#contracts';
import { useLanguage } from '../i18n/language.js';
import { mayLeave } from '../ui/leave-guard.js';
import classes from './settings-menu.module.css';

const SCHEMES = ['light', 'dark', 'auto'] as const satisfies MantineColorScheme[];

/** Who is signed in, and what they can choose: one of their organisations, light or dark, the language, signing out. */
export function SettingsMenu({ me }: { me: Me }) {
  const { t, language, setLanguage } = useLanguage();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const signOut = useSignOut();
  const switchTo = useSwitchOrganisation();
  const organisations = me.organisations ?? [];
  return (
    <Menu position="top-start" width={208} withinPortal={false} withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <UnstyledButton className={classes.button} aria-label={`${t('settings.menu')}: ${me.name}`}>
          <Group gap="sm" wrap="nowrap">
            <Avatar name={me.name} color="brand" size={34} aria-hidden="true" />
            <Box miw={0}>
              <Text size="sm" fw={500} truncate>
                {me.name}
              </Text>
              <Text size="xs" c="dimmed" truncate>
                {me.organisation.name}
              </Text>
            </Box>
          </Group>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t(`role.${me.role}`)}</Menu.Label>
        <Menu.Divider />
        {organisations.length > 1 && (
          <>
            <Menu.Label>{t('settings.organisation')}</Menu.Label>
            <Menu.RadioGroup value={me.organisation.id} onChange={(id) => mayLeave() && switchTo.mutate(String(id))}>
              {organisations.map(({ id, name }) => (
                <Menu.RadioItem key={id} value={id}>
                  {name}
                </Menu.RadioItem>
              ))}
            </Menu.RadioGroup>
          </>
        )}
        <Menu.Label>{t('settings.appearance')}</Menu.Label>
        <Menu.RadioGroup value={colorScheme} onChange={(scheme) => setColorScheme(scheme as MantineColorScheme)}>
          {SCHEMES.map((scheme) => (
            <Menu.RadioItem key={scheme} value={scheme}>
              {t(`settings.${scheme}`)}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
        <Menu.Label>{t('settings.language')}</Menu.Label>
        <Menu.RadioGroup value={language} onChange={(code) => setLanguage(code as Language)}>
          {Object.entries(LANGUAGES).map(([code, name]) => (
            <Menu.RadioItem key={code} value={code} lang={code}>
              {name}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
        <Menu.Divider />
        <Menu.Item component={Link} to="/security">
          {t('nav.security')}
        </Menu.Item>
        <Menu.Item onClick={() => mayLeave() && signOut.mutate()}>{t('signIn.out')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
