import { Button, Group, Stack } from '@mantine/core';
import type { FormEvent, ReactNode } from 'react';
import { useText } from '../i18n/language.js';
import { formFields } from './form-fields.js';
import { ProblemAlert } from './problem-alert.js';

interface DialogFormProps {
  /** The button that sends it, by what it does. */
  submit: string;
  busy: boolean;
  /** What no field of the form shows. */
  error: Error | null;
  onSubmit: (read: (name: string) => string) => void;
  onCancel: () => void;
  children: ReactNode;
}

/** A form in a dialog. Its fields keep what is typed themselves; `onSubmit` reads them by name, trimmed. */
export function DialogForm({ submit, busy, error, onSubmit, onCancel, children }: DialogFormProps) {
  const t = useText();
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const read = formFields(event.currentTarget);
    onSubmit((name) => read(name).trim());
  };
  return (
    <form onSubmit={send}>
      <Stack>
        {children}
        <ProblemAlert error={error} />
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onCancel}>
            {t('control.cancel')}
          </Button>
          <Button type="submit" loading={busy}>
            {submit}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
