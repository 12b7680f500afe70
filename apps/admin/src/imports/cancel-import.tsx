import { Button, Group, Popover, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { Import } from '#contracts';
import { useCancelImport } from '../api/imports.js';
import { useText } from '../i18n/language.js';
import { ProblemAlert } from '../ui/problem-alert.js';

/** Cancels an import. It asks first if a part was already imported. */
export function CancelImport({ made }: { made: Import }) {
  const t = useText();
  const cancel = useCancelImport(made.id);
  const [asking, { open, close }] = useDisclosure();
  const label = t(made.status === 'ready' ? 'import.discard' : 'import.cancel');
  if (made.status !== 'importing') {
    return (
      <Stack gap="xs">
        <ProblemAlert error={cancel.error} />
        <Button variant="default" loading={cancel.isPending} onClick={() => cancel.mutate()}>
          {label}
        </Button>
      </Stack>
    );
  }
  return (
    <Popover
      opened={asking}
      onChange={(opened) => !opened && close()}
      width={300}
      position="top-end"
      shadow="md"
      trapFocus
      withArrow
    >
      <Popover.Target>
        <Button variant="default" onClick={open}>
          {label}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={label}>
        <Stack gap="sm">
          <Text size="sm">{t('import.cancelAsk')}</Text>
          <ProblemAlert error={cancel.error} />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" size="xs" onClick={close} data-autofocus>
              {t('import.cancelNo')}
            </Button>
            <Button color="red.9" size="xs" loading={cancel.isPending} onClick={() => cancel.mutate()}>
              {t('import.cancelYes')}
            </Button>
          </Group>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
