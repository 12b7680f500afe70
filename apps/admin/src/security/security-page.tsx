import { Stack } from '@mantine/core';
import { useText } from '../i18n/language.js';
import { useNotice } from '../ui/notice.js';
import { Page } from '../ui/page.js';
import { FactorPanel } from './factor-panel.js';
import { PasswordPanel } from './password-panel.js';
import { SessionLines } from './session-lines.js';

/** How somebody signs in, and where they are signed in. */
export default function SecurityPage() {
  const t = useText();
  const { notify, element } = useNotice();
  return (
    <Page title={t('nav.security')}>
      <Stack gap="xl">
        <PasswordPanel notify={notify} />
        <FactorPanel notify={notify} />
        <SessionLines notify={notify} />
      </Stack>
      {element}
    </Page>
  );
}
