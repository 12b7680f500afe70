import { Group, Text } from '@mantine/core';
import type { ConditionsInput } from '#contracts';
import { conditionText } from '../contacts/condition-text.js';
import { campaigns } from '../i18n/catalogue/campaigns.js';
import { useAreaText, useLanguage } from '../i18n/language.js';
import classes from './campaigns.module.css';
import { filterOf } from './segment.js';

/**
 * A segment as text: its conditions as short sentences.
 * @param none what it says without conditions
 */
export function SegmentText({ segment, none }: { segment: ConditionsInput; none?: string }) {
  const t = useAreaText(campaigns);
  const words = useLanguage();
  const { search, conditions, match } = filterOf(null, segment);
  const parts = [
    ...(search ? [t('campaign.search', { text: search })] : []),
    ...conditions.map((condition) => conditionText(condition, words)),
  ];
  if (parts.length === 0) return <Text size="sm">{none ?? t('campaign.segmentNone')}</Text>;
  return (
    <Group gap={6} component="span">
      {parts.map((part) => (
        <span key={part} className={classes.condition}>
          {part}
        </span>
      ))}
      {match === 'any' && conditions.length > 1 && (
        <Text span size="sm" c="dimmed">
          ({t('campaign.matchAny')})
        </Text>
      )}
    </Group>
  );
}
