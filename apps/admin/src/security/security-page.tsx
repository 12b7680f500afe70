import { Stack } from '@mantine/core';
import { useText } from '../i18n/language.js';
import { useNotice } from '../ui/notice.js';
import { Page } from '../ui/page.js';
import { PasswordPanel } from './password-panel.js';

/** How somebody signs in: their password. */
export default function SecurityPage() {
  const t = useText();
  const { notify, element } = useNotice();
  return (
    <Page title={t('nav.security')}>
      <Stack gap="xl">
        <PasswordPanel notify={notify} />
      </Stack>
      {element}
    </Page>
  );
}
