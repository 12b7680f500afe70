import { Group, List, Text } from '@mantine/core';
import type { Import } from '#contracts';
import { useLanguage } from '../i18n/language.js';
import { Section } from './section.js';

/** How the import changed the reach of campaigns, if the campaigns service knows it. */
export function ImportEffect({ effect }: Pick<Import, 'effect'>) {
  const { t, format } = useLanguage();
  if (!effect || effect.length === 0) return null;
  return (
    <Section heading={t('import.effect')}>
      <List size="sm" listStyleType="none" spacing={4}>
        {effect.map(({ campaignId, name, before, after }) => (
          <List.Item key={campaignId} styles={{ itemWrapper: { width: '100%' }, itemLabel: { width: '100%' } }}>
            <Group justify="space-between" gap="sm">
              <Text size="sm">{name}</Text>
              <Text size="sm" className="tabular">
                {t('import.reach', { before: format.number(before), after: format.number(after) })}
              </Text>
            </Group>
          </List.Item>
        ))}
      </List>
    </Section>
  );
}
