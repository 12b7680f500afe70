import { PasswordInput } from '@mantine/core';
import { useState } from 'react';
import { password as texts } from '../i18n/catalogue/password.js';
import { useAreaText } from '../i18n/language.js';

/** The API's rule for new passwords. */
const SHORTEST_PASSWORD = 12;

/**
 * The field for a new password, of the name `password`.
 * @returns the password so far; `check`, to be called when the form is submitted, which says whether it is long enough;
 *   `clear`; and the field, which shows what is wrong
 */
export function useNewPassword() {
  const t = useAreaText(texts);
  const [password, setPassword] = useState('');
  const [submitted, setSubmitted] = useState(false);
  const missing = SHORTEST_PASSWORD - [...password].length;
  const check = () => {
    setSubmitted(true);
    return missing <= 0;
  };
  const clear = () => {
    setPassword('');
    setSubmitted(false);
  };
  const field = (label: 'password.label' | 'password.new', error: string | undefined) => (
    <PasswordInput
      name="password"
      autoComplete="new-password"
      label={t(label)}
      description={t('password.help', { least: SHORTEST_PASSWORD })}
      maxLength={1024}
      required
      withAsterisk={false}
      value={password}
      onChange={(event) => setPassword(event.currentTarget.value)}
      error={submitted && missing > 0 ? t('password.short', { count: missing }) : error}
    />
  );
  return { password, check, clear, field };
}
