import { Paper, Skeleton, Stack } from '@mantine/core';
import { useText } from '../i18n/language.js';

const ROWS = 12;

/** A placeholder for the list until the first answer comes. */
export function ListSkeleton() {
  const t = useText();
  return (
    <Stack gap="xs" flex={1} mih={0} role="status" aria-label={t('app.loading')}>
      <Skeleton height={20} width={140} my={7} />
      <Paper withBorder radius="lg" p="md" flex={1} bg="var(--panel-ground)" style={{ overflow: 'hidden' }}>
        <Stack gap={22}>
          {Array.from({ length: ROWS }, (_, row) => (
            <Skeleton key={row} height={20} width={`${92 - ((row * 7) % 30)}%`} />
          ))}
        </Stack>
      </Paper>
    </Stack>
  );
}
