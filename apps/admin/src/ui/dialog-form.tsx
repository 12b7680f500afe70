import { Button, Group, Stack } from '@mantine/core';
import type { FormEvent, ReactNode } from 'react';
import { useText } from '../i18n/language.js';
import { formFields } from './form-fields.js';
import { ProblemAlert } from './problem-alert.js';

interface DialogFormProps {
  /** The label of the button that submits it; it names the action. */
  submit: string;
  busy: boolean;
  /** An error that no field of the form shows. */
  error: Error | null;
  onSubmit: (read: (name: string) => string) => void;
  onCancel: () => void;
  children: ReactNode;
}

/** A form in a dialog. Its fields are uncontrolled; `onSubmit` reads them by name, trimmed. */
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
