import { Alert, Button, CopyButton, Group, Stack, TextInput } from '@mantine/core';
import { useText } from '../i18n/language.js';
import { Icon } from './icon.js';

interface ShownOnceProps {
  /** What it is. */
  label: string;
  secret: string;
  /** Says that it is not shown again, and where to put it. */
  help: string;
  onDone: () => void;
}

/** A secret that the API shows this one time, with a button that copies it. */
export function ShownOnce({ label, secret, help, onDone }: ShownOnceProps) {
  const t = useText();
  return (
    <Stack>
      <Alert color="yellow" icon={<Icon name="alert" />} role="status">
        {help}
      </Alert>
      <Group align="flex-end" gap="xs" wrap="nowrap">
        <TextInput
          label={label}
          value={secret}
          readOnly
          flex={1}
          onFocus={(event) => event.currentTarget.select()}
          data-autofocus
        />
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
