import { Anchor, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { SecondFactor } from '#contracts';
import { fieldErrors } from '../api/field-errors.js';
import { provePasskey, usePasskeySupport } from '../api/passkeys.js';
import type { Prove } from '../api/second-factor.js';
import { useMe } from '../api/session.js';
import { secondFactor } from '../i18n/catalogue/second-factor.js';
import { useAreaText } from '../i18n/language.js';
import { usePasskeyError } from './passkey-error.js';

/**
 * Asks for what the API needs before a second factor is changed: the password, if there is one, and of somebody who has a
 * factor also a code or a passkey.
 * @param error the API's answer
 * @returns a function that gives it and may ask the browser, the fields, and the error if no field shows it
 */
export function useProof({ totp, passkeys }: SecondFactor, error: Error | null) {
  const t = useAreaText(secondFactor);
  const { hasPassword } = useMe();
  const hasPasskey = usePasskeySupport() === 'here' && passkeys.length > 0;
  const hasFactor = totp !== null || passkeys.length > 0;
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [chosen, choose] = useState<'code' | 'passkey' | null>(null);
  const by = chosen ?? (hasPasskey && totp === null ? 'passkey' : 'code');
  const { fields, rest } = fieldErrors(error, ['password', 'code']);
  const prove: Prove = async () => ({
    ...(hasPassword !== false && { password }),
    ...(hasFactor && (by === 'code' ? { code: code.trim() } : { passkey: await provePasskey() })),
  });
  const shared = { required: true, withAsterisk: false } as const;
  const element = (
    <Stack gap="sm">
      {hasPassword !== false && (
        <PasswordInput
          label={t('factor.password')}
          description={t('factor.proofHelp')}
          autoComplete="current-password"
          error={fields.password}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          data-autofocus
          {...shared}
        />
      )}
      {hasFactor && by === 'code' && (
        <TextInput
          label={t('factor.code')}
          description={t(totp ? 'factor.codeHelp' : 'factor.recoveryHelp')}
          autoComplete="one-time-code"
          minLength={6}
          maxLength={60}
          error={fields.code}
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
          data-autofocus={hasPassword === false || undefined}
          {...shared}
        />
      )}
      {hasFactor && by === 'passkey' && <Text size="sm">{t('factor.browserAsks')}</Text>}
      {hasPasskey && (
        <Anchor component="button" type="button" size="sm" onClick={() => choose(by === 'code' ? 'passkey' : 'code')}>
          {t(by === 'code' ? 'factor.byPasskey' : 'factor.byCode')}
        </Anchor>
      )}
    </Stack>
  );
  return { prove, element, rest: usePasskeyError(rest) };
}
