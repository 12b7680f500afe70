import { Alert, Anchor, Button, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { FormEvent } from 'react';
import { useForgotPassword, useSessionWays } from '../api/session.js';
import { useText } from '../i18n/language.js';
import { formFields } from '../ui/form-fields.js';
import { ProblemAlert } from '../ui/problem-alert.js';

/** What somebody can do who has forgotten their password: ask for a link by mail, or an administrator. */
export function ForgottenPassword() {
  const t = useText();
  const [opened, setOpened] = useState(false);
  const byMail = useSessionWays().data?.resetByMail;
  return (
    <Stack mt="md" gap="sm">
      <Anchor component="button" type="button" size="sm" aria-expanded={opened} onClick={() => setOpened(!opened)}>
        {t('signIn.forgotten')}
      </Anchor>
      {opened && (byMail ? <AskByMail /> : <Text size="sm">{t('signIn.askAdministrator')}</Text>)}
    </Stack>
  );
}

function AskByMail() {
  const t = useText();
  const ask = useForgotPassword();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    ask.mutate({ email: formFields(event.currentTarget)('address').trim() });
  };
  if (ask.isSuccess) return <Alert role="status">{t('signIn.mailSent')}</Alert>;
  return (
    <form onSubmit={submit} aria-label={t('signIn.forgotten')}>
      <Stack gap="sm">
        <TextInput
          name="address"
          type="email"
          autoComplete="username"
          label={t('signIn.address')}
          description={t('signIn.addressHelp')}
          required
          withAsterisk={false}
          autoFocus
        />
        <ProblemAlert error={ask.error} />
        <Button type="submit" variant="default" loading={ask.isPending}>
          {t('signIn.sendLink')}
        </Button>
      </Stack>
    </form>
  );
}
