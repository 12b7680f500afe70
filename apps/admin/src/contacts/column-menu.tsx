import { ActionIcon, Button, Checkbox, Group, Popover, ScrollArea, Stack, Text } from '@mantine/core';
import { useText } from '../i18n/language.js';
import { Icon } from '../ui/icon.js';
import type { Columns } from './use-columns.js';

/** Chooses the columns of values and their order. */
export function ColumnMenu({ columns }: { columns: Columns }) {
  const t = useText();
  return (
    <Popover position="bottom-end" width={300} shadow="md" trapFocus>
      <Popover.Target>
        <Button variant="subtle" color="gray" size="compact-sm" leftSection={<Icon name="columns" size={16} />}>
          {t('columns.button')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('columns.button')}>
        <Text size="sm" c="dimmed" mb="xs">
          {columns.all.length === 0 ? t('columns.none') : t('columns.help')}
        </Text>
        <ScrollArea.Autosize mah={320} type="auto">
          <Stack gap={4}>
            {columns.all.map((name, index) => (
              <Group key={name} justify="space-between" wrap="nowrap" gap="xs">
                <Checkbox
                  label={name}
                  checked={columns.shown.includes(name)}
                  onChange={() => columns.toggle(name)}
                  miw={0}
                />
                <Group gap={2} wrap="nowrap">
                  <Move
                    label={t('columns.up', { name })}
                    icon="arrowUp"
                    disabled={index === 0}
                    onClick={() => columns.move(name, -1)}
                  />
                  <Move
                    label={t('columns.down', { name })}
                    icon="arrowDown"
                    disabled={index === columns.all.length - 1}
                    onClick={() => columns.move(name, 1)}
                  />
                </Group>
              </Group>
            ))}
          </Stack>
        </ScrollArea.Autosize>
      </Popover.Dropdown>
    </Popover>
  );
}

function Move({
  label,
  icon,
  disabled,
  onClick,
}: {
  label: string;
  icon: 'arrowUp' | 'arrowDown';
  disabled: boolean;
  onClick: () => void;
}) {
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      aria-label={label}
      aria-disabled={disabled}
      opacity={disabled ? 0.3 : 1}
      onClick={disabled ? undefined : onClick}
    >
      <Icon name={icon} size={15} />
    </ActionIcon>
  );
}
