import { ColorSwatch, Group, Progress, SimpleGrid, Stack, Text } from '@mantine/core';
import { useLanguage } from '../i18n/language.js';
import type { Outcome } from './outcomes.js';

const COLORS: Record<Outcome['kind'], string> = {
  good: 'var(--mantine-color-brand-6)',
  created: 'var(--mantine-color-brand-6)',
  updated: 'var(--mantine-color-blue-6)',
  unchanged: 'var(--mantine-color-gray-5)',
  duplicate: 'var(--mantine-color-yellow-6)',
  rejected: 'var(--mantine-color-red-6)',
  unprocessed: 'var(--mantine-color-gray-7)',
};

interface OutcomeBarProps {
  outcomes: Outcome[];
  rows: number;
  /** Omits the figures under the bar, for a line of a list. */
  compact?: boolean;
  /** Names what the bar shows the progress of, while rows are still without an outcome. */
  progressOf?: string;
}

/** The outcomes of the rows: a proportional bar with figures below it. */
export function OutcomeBar({ outcomes, rows, compact = false, progressOf }: OutcomeBarProps) {
  const { t, format } = useLanguage();
  const present = outcomes.filter(({ count }) => count > 0);
  const share = (count: number) => (rows > 0 ? (count / rows) * 100 : 0);
  const percent = Math.round(share(present.reduce((sum, { count }) => sum + count, 0)));
  const spoken = present.map(({ kind, count }) => `${t(`outcome.${kind}`)}: ${format.number(count)}`).join(', ');
  return (
    <Stack gap="sm">
      <Progress.Root
        size={compact ? 'sm' : 'xl'}
        {...(progressOf
          ? {
              role: 'progressbar',
              'aria-label': progressOf,
              'aria-valuemin': 0,
              'aria-valuemax': 100,
              'aria-valuenow': percent,
            }
          : { role: 'img', 'aria-label': `${t('outcome.bar')}. ${spoken}` })}
      >
        {present.map(({ kind, count }) => (
          <Progress.Section key={kind} value={share(count)} color={COLORS[kind]} withAria={false} aria-hidden="true" />
        ))}
      </Progress.Root>
      {!compact && (
        <SimpleGrid cols={{ base: 2, xs: 3, sm: outcomes.length }} spacing="sm" component="dl" m={0}>
          {outcomes.map(({ kind, count }) => (
            <div key={kind}>
              <Group component="dt" gap={6} wrap="nowrap">
                <ColorSwatch color={COLORS[kind]} size={9} withShadow={false} />
                <Text size="sm" c="dimmed">
                  {t(`outcome.${kind}`)}
                </Text>
              </Group>
              <Text component="dd" m={0} fw={600} size="lg" className="tabular">
                {format.number(count)}
              </Text>
            </div>
          ))}
        </SimpleGrid>
      )}
    </Stack>
  );
}
