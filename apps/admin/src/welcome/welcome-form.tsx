import { Button, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { FormEvent } from 'react';
import { fieldErrors } from '../api/field-errors.js';
import { welcome } from '../i18n/catalogue/welcome.js';
import { useAreaText } from '../i18n/language.js';
import { formFields } from '../ui/form-fields.js';
import { ProblemAlert } from '../ui/problem-alert.js';
import type { Newcomer } from './use-become.js';

/** The API's rule for new passwords. */
const SHORTEST_PASSWORD = 12;

interface WelcomeFormProps {
  /** The first administrator also names the organisation and their address; an invitation knows both. */
  isFirst: boolean;
  busy: boolean;
  error: Error | null;
  onSubmit: (who: Newcomer) => void;
}

/** Asks for a name and a password. */
export function WelcomeForm({ isFirst, busy, error, onSubmit }: WelcomeFormProps) {
  const t = useAreaText(welcome);
  const [password, setPassword] = useState('');
  const [submitted, setSubmitted] = useState(false);
  const missing = SHORTEST_PASSWORD - password.length;
  const { fields, rest } = fieldErrors(error, ['organisation', 'name', 'email', 'password']);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setSubmitted(true);
    if (missing > 0) return;
    const read = formFields(event.currentTarget);
    onSubmit({
      organisation: read('organisation').trim(),
      name: read('name').trim(),
      email: read('email').trim(),
      password,
    });
  };
  return (
    <form onSubmit={submit} aria-label={t('welcome.title')}>
      <Stack>
        {isFirst && (
          <TextInput
            name="organisation"
            autoComplete="organization"
            label={t('welcome.organisation')}
            maxLength={100}
            required
            withAsterisk={false}
            error={fields.organisation}
            autoFocus
          />
        )}
        <TextInput
          name="name"
          autoComplete="name"
          label={t('welcome.name')}
          maxLength={100}
          required
          withAsterisk={false}
          error={fields.name}
          autoFocus={!isFirst}
        />
        {isFirst && (
          <TextInput
            name="email"
            type="email"
            autoComplete="username"
            label={t('welcome.email')}
            description={t('welcome.emailHelp')}
            maxLength={254}
            required
            withAsterisk={false}
            error={fields.email}
          />
        )}
        <PasswordInput
          name="password"
          autoComplete="new-password"
          label={t('welcome.password')}
          description={t('welcome.passwordHelp', { least: SHORTEST_PASSWORD })}
          maxLength={1024}
          required
          withAsterisk={false}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          error={submitted && missing > 0 ? t('welcome.passwordShort', { count: missing }) : fields.password}
        />
        <ProblemAlert error={rest} />
        <Button type="submit" fullWidth loading={busy}>
          {t(isFirst ? 'welcome.start' : 'welcome.join')}
        </Button>
      </Stack>
    </form>
  );
}
