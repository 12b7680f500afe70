import { PasswordInput, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Proof } from '#contracts';
import { fieldErrors } from '../api/field-errors.js';
import { useMe } from '../api/session.js';
import { secondFactor } from '../i18n/catalogue/second-factor.js';
import { useAreaText } from '../i18n/language.js';

/**
 * Asks for what the API needs before a second factor is changed: the password; of somebody without one a code, if they have
 * a factor.
 * @param error the API's answer
 * @returns what was typed, the field if there is one, and the error if the field does not show it
 */
export function useProof(hasFactor: boolean, error: Error | null) {
  const t = useAreaText(secondFactor);
  const { hasPassword } = useMe();
  const [typed, setTyped] = useState('');
  const { fields, rest } = fieldErrors(error, ['password', 'code']);
  const shared = {
    description: t('factor.proofHelp'),
    required: true,
    withAsterisk: false,
    value: typed,
    onChange: (event: { currentTarget: { value: string } }) => setTyped(event.currentTarget.value),
    'data-autofocus': true,
  };
  if (hasPassword !== false) {
    const label = t('factor.password');
    const field = <PasswordInput label={label} autoComplete="current-password" error={fields.password} {...shared} />;
    return { proof: { password: typed } satisfies Proof, field, rest };
  }
  if (!hasFactor) return { proof: {} satisfies Proof, field: null, rest };
  const field = (
    <TextInput label={t('factor.code')} autoComplete="one-time-code" minLength={6} error={fields.code} {...shared} />
  );
  return { proof: { code: typed } satisfies Proof, field, rest };
}
