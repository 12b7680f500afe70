import { Alert, Button, CopyButton, Group, Stack, Textarea, TextInput } from '@mantine/core';
import { useText } from '../i18n/language.js';
import { Icon } from './icon.js';

interface ShownOnceProps {
  /** What it is. */
  label: string;
  /** One line, or several. */
  secret: string;
  /** Says that it is not shown again, and where to put it. */
  help: string;
  onDone: () => void;
}

/** A secret that the API shows this one time, with a button that copies it. */
export function ShownOnce({ label, secret, help, onDone }: ShownOnceProps) {
  const t = useText();
  const field = {
    label,
    value: secret,
    readOnly: true,
    flex: 1,
    onFocus: (event: { currentTarget: HTMLInputElement | HTMLTextAreaElement }) => event.currentTarget.select(),
    'data-autofocus': true,
  };
  return (
    <Stack>
      <Alert color="yellow" icon={<Icon name="alert" />} role="status">
        {help}
      </Alert>
      <Group align="flex-end" gap="xs" wrap="nowrap">
        {secret.includes('\n') ? <Textarea {...field} rows={secret.split('\n').length} /> : <TextInput {...field} />}
        <CopyButton value={secret} timeout={3000}>
          {({ copied, copy }) => (
            <Button onClick={copy} leftSection={<Icon name={copied ? 'check' : 'copy'} size={16} />}>
              <span aria-live="polite">{t(copied ? 'control.copied' : 'control.copy')}</span>
            </Button>
          )}
        </CopyButton>
      </Group>
      <Group justify="flex-end">
        <Button variant="default" onClick={onDone}>
          {t('control.copiedDone')}
        </Button>
      </Group>
    </Stack>
  );
}
