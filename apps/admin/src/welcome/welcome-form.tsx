import { Button, Stack, TextInput } from '@mantine/core';
import type { FormEvent } from 'react';
import { fieldErrors } from '../api/field-errors.js';
import { welcome } from '../i18n/catalogue/welcome.js';
import { useAreaText } from '../i18n/language.js';
import { formFields } from '../ui/form-fields.js';
import { ProblemAlert } from '../ui/problem-alert.js';
import { useNewPassword } from '../ui/use-new-password.js';
import type { Newcomer } from './use-become.js';

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
  const { password, check, field } = useNewPassword();
  const { fields, rest } = fieldErrors(error, ['organisation', 'name', 'email', 'password']);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (!check()) return;
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
        {field('password.label', fields.password)}
        <ProblemAlert error={rest} />
        <Button type="submit" fullWidth loading={busy}>
          {t(isFirst ? 'welcome.start' : 'welcome.join')}
        </Button>
      </Stack>
    </form>
  );
}
