import { Anchor, Select, Stack, Text } from '@mantine/core';
import { Link } from 'react-router';
import type { Segment } from '#contracts';
import { useSegments } from '../api/segments.js';
import { campaigns } from '../i18n/catalogue/campaigns.js';
import { useAreaText } from '../i18n/language.js';

/** The choice of conditions that the campaign has by itself. */
const OWN = 'own';

interface SegmentChoiceProps {
  accountId: string | null;
  /** The id of the saved segment that the campaign refers to; null: conditions of its own. */
  value: string | null;
  onChange: (segment: Segment | null) => void;
}

/** Chooses a saved segment, or conditions of the campaign's own. Shows nothing while there is no segment to choose. */
export function SegmentChoice({ accountId, value, onChange }: SegmentChoiceProps) {
  const t = useAreaText(campaigns);
  const saved = useSegments(accountId).items ?? [];
  if (saved.length === 0) return null;
  return (
    <Select
      label={t('campaign.savedSegment')}
      description={value === null ? undefined : t('campaign.follows')}
      data={[
        { value: OWN, label: t('campaign.ownConditions') },
        ...saved.map(({ id, name }) => ({ value: id, label: name })),
      ]}
      value={value ?? OWN}
      onChange={(chosen) => onChange(saved.find(({ id }) => id === chosen) ?? null)}
      allowDeselect={false}
      searchable={saved.length > 10}
    />
  );
}

/** The name of the saved segment that a campaign refers to, with a link to all segments. */
export function SegmentName({ id }: { id: string }) {
  const t = useAreaText(campaigns);
  const segment = useSegments(null).items?.find((saved) => saved.id === id);
  return (
    <Stack gap={2}>
      <Text size="sm">{segment?.name}</Text>
      <Anchor component={Link} to="/segments" size="sm">
        {t('campaign.toSegments')}
      </Anchor>
    </Stack>
  );
}
