import { Code, Stack, Text, TextInput } from '@mantine/core';
import type { RecoveryCodes, TotpSetup } from '#contracts';
import { fieldErrors } from '../api/field-errors.js';
import { useConfirmTotp } from '../api/second-factor.js';
import { whenDone } from '../api/when-done.js';
import { secondFactor } from '../i18n/catalogue/second-factor.js';
import { useAreaText } from '../i18n/language.js';
import { DialogForm } from '../ui/dialog-form.js';
import { QrCode } from './qr-code.js';

interface SetUpAppProps {
  setup: TotpSetup;
  onDone: (codes: RecoveryCodes) => void;
  onCancel: () => void;
}

/** Shows the secret of an authenticator app, and asks for the first code. */
export function SetUpApp({ setup, onDone, onCancel }: SetUpAppProps) {
  const t = useAreaText(secondFactor);
  const confirm = useConfirmTotp();
  const { fields, rest } = fieldErrors(confirm.error, ['code']);
  return (
    <DialogForm
      submit={t('factor.confirm')}
      busy={confirm.isPending}
      error={rest}
      onCancel={onCancel}
      onSubmit={(read) => whenDone(confirm.mutateAsync({ code: read('code') }), onDone)}
    >
      <Text size="sm">{t('factor.scan')}</Text>
      <Stack align="center" gap="xs">
        <QrCode text={setup.uri} label={t('factor.qr')} />
        <Text size="sm">
          {t('factor.key')}: <Code>{setup.secret.match(/.{1,4}/g)!.join(' ')}</Code>
        </Text>
      </Stack>
      <TextInput
        name="code"
        autoComplete="one-time-code"
        inputMode="numeric"
        label={t('factor.firstCode')}
        minLength={6}
        maxLength={8}
        required
        withAsterisk={false}
        error={fields.code}
        data-autofocus
      />
    </DialogForm>
  );
}
