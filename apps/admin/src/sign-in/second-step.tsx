import { Anchor, Button, Stack, Text, TextInput, Title } from '@mantine/core';
import type { FormEvent } from 'react';
import { fieldErrors } from '../api/field-errors.js';
import { usePasskeySignIn, usePasskeySupport } from '../api/passkeys.js';
import { useSecondStep, useSecondStepWays } from '../api/second-factor.js';
import { secondFactor } from '../i18n/catalogue/second-factor.js';
import { useAreaText } from '../i18n/language.js';
import { usePasskeyError } from '../security/passkey-error.js';
import { formFields } from '../ui/form-fields.js';
import { ProblemAlert } from '../ui/problem-alert.js';

/** Asks for the second factor after the password was right: a code, or a passkey. */
export default function SecondStep({ onBack }: { onBack: () => void }) {
  const t = useAreaText(secondFactor);
  const ways = useSecondStepWays().data;
  const finish = useSecondStep();
  const byPasskey = usePasskeySignIn('/session/second-step/passkey');
  const { fields, rest } = fieldErrors(finish.error, ['code']);
  const passkeyError = usePasskeyError(byPasskey.error);
  const hasPasskey = usePasskeySupport() === 'here' && ways?.passkeys === true;
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    byPasskey.reset();
    finish.mutate({ code: formFields(event.currentTarget)('code').trim() });
  };
  return (
    <form onSubmit={submit} aria-label={t('factor.stepHeading')}>
      <Stack>
        <Title order={2}>{t('factor.stepHeading')}</Title>
        <TextInput
          name="code"
          autoComplete="one-time-code"
          label={t('factor.code')}
          description={t(ways?.totp === false ? 'factor.recoveryHelp' : 'factor.codeHelp')}
          minLength={6}
          maxLength={60}
          required
          withAsterisk={false}
          error={fields.code}
          autoFocus
        />
        <ProblemAlert error={rest} />
        <Button type="submit" fullWidth loading={finish.isPending}>
          {t('signIn.submit')}
        </Button>
        {hasPasskey && (
          <Button variant="default" fullWidth loading={byPasskey.isPending} onClick={() => byPasskey.mutate()}>
            {t('factor.stepPasskey')}
          </Button>
        )}
        <ProblemAlert error={passkeyError} />
        <Text size="sm" c="dimmed">
          {t('factor.stepHelp')}
        </Text>
        <Anchor component="button" type="button" size="sm" onClick={onBack}>
          {t('factor.back')}
        </Anchor>
      </Stack>
    </form>
  );
}
