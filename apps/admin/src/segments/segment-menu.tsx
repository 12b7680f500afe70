import { Button, Menu, ScrollArea, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Link } from 'react-router';
import { CONDITIONS } from '#contracts';
import type { Segment } from '#contracts';
import { useSegments } from '../api/segments.js';
import { useMe } from '../api/session.js';
import { filterOf } from '../campaigns/segment.js';
import { isFiltered } from '../contacts/filter.js';
import type { Filter } from '../contacts/filter.js';
import type { ChangeFilter } from '../contacts/use-filter.js';
import { segments } from '../i18n/catalogue/segments.js';
import { useAreaText, useFormat } from '../i18n/language.js';
import { Icon } from '../ui/icon.js';
import { useNotice } from '../ui/notice.js';
import { SegmentDialog } from './segment-dialog.js';

interface SegmentMenuProps {
  filter: Filter;
  change: ChangeFilter;
}

/** Chooses a saved segment, whose conditions become the filter, and saves the present filter as one. */
export default function SegmentMenu({ filter, change }: SegmentMenuProps) {
  const t = useAreaText(segments);
  const saved = useSegments(filter.accountId);
  const canSave = useMe().role !== 'viewer';
  const [saving, save] = useDisclosure();
  const { notify, element } = useNotice();
  const isSavable = filter.conditions.every(({ name }) => CONDITIONS[name].segment !== 'no');
  const choose = ({ accountId, conditions }: Segment) =>
    change((before) => ({ ...filterOf(accountId ?? before.accountId, conditions), sort: before.sort }));
  return (
    <>
      <Menu
        position="bottom-end"
        width={320}
        shadow="md"
        withInitialFocusPlaceholder={false}
        transitionProps={{ duration: 0 }}
      >
        <Menu.Target>
          <Button variant="subtle" color="gray" size="compact-sm" leftSection={<Icon name="segments" size={16} />}>
            {t('nav.segments')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {saved.items && saved.items.length > 0 && (
            <>
              <Menu.Label>{t('segments.choose')}</Menu.Label>
              <ScrollArea.Autosize mah={320} type="auto">
                {saved.items.map((segment) => (
                  <Menu.Item
                    key={segment.id}
                    rightSection={<MatchCount segment={segment} />}
                    onClick={() => choose(segment)}
                  >
                    {segment.name}
                  </Menu.Item>
                ))}
              </ScrollArea.Autosize>
              <Menu.Divider />
            </>
          )}
          {canSave && isFiltered(filter) && (
            <Menu.Item leftSection={<Icon name="plus" size={16} />} disabled={!isSavable} onClick={save.open}>
              {t('segments.save')}
              {!isSavable && (
                <Text size="xs" component="div">
                  {t('segments.cannotSave')}
                </Text>
              )}
            </Menu.Item>
          )}
          <Menu.Item component={Link} to="/segments" leftSection={<Icon name="segments" size={16} />}>
            {t('segments.manage')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <SegmentDialog start={filter} opened={saving} onClose={save.close} notify={notify} />
      {element}
    </>
  );
}

/** How many contacts matched when the segment was counted. */
function MatchCount({ segment: { count } }: { segment: Segment }) {
  const format = useFormat();
  if (!count) return null;
  return (
    <Text span size="xs" c="dimmed" className="tabular">
      {format.number(count.value)}
      {count.exact ? '' : '+'}
    </Text>
  );
}
