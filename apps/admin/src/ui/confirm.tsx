import { Button, Group, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useText } from '../i18n/language.js';
import { Dialog } from './dialog.js';
import { ProblemAlert } from './problem-alert.js';

interface ConfirmProps {
  opened: boolean;
  /** The question. */
  title: string;
  /** What happens then, and what cannot be undone. */
  children: ReactNode;
  /** The label of the button that confirms; it names the action. */
  yes: string;
  /** The label of the other button, where “Cancel” could be mistaken for the action. */
  no?: string;
  busy: boolean;
  error: Error | null;
  onYes: () => void;
  onClose: () => void;
}

/** Asks for confirmation before something that cannot be undone. */
export function Confirm({ opened, title, children, yes, no, busy, error, onYes, onClose }: ConfirmProps) {
  const t = useText();
  return (
    <Dialog opened={opened} title={title} onClose={onClose} size={440}>
      <Stack>
        <Text size="sm" component="div">
          {children}
        </Text>
        <ProblemAlert error={error} />
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose} data-autofocus>
            {no ?? t('control.cancel')}
          </Button>
          <Button color="red.9" loading={busy} onClick={onYes}>
            {yes}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
