import { Anchor, Group, Stack, Text } from '@mantine/core';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useLayoutEffect, useRef, useState } from 'react';
import { Link, useLocation } from 'react-router';
import { useText } from '../i18n/language.js';
import { BusyLine } from '../ui/busy-line.js';
import { plus } from '../ui/account-select.js';
import classes from './contact-cards.module.css';
import { accountName, contactAddress, useLoadMore } from './contact-rows.js';
import type { ContactRows } from './contact-rows.js';
import { TagList } from './tag-list.js';

const CARD_HEIGHT = 92;

/** The contacts on a phone, one card each. They scroll with the page, and only visible cards are rendered. */
export function ContactCards({ items, accounts, stale, loadingMore, more, loadMore }: ContactRows) {
  const t = useText();
  const { search } = useLocation();
  const list = useRef<HTMLUListElement>(null);
  const [offset, setOffset] = useState(0);
  useLayoutEffect(() => setOffset(list.current?.offsetTop ?? 0), []);
  const virtualizer = useWindowVirtualizer({
    count: items.length,
    estimateSize: () => CARD_HEIGHT,
    overscan: 8,
    scrollMargin: offset,
  });
  const drawn = virtualizer.getVirtualItems();
  useLoadMore(drawn.at(-1)?.index ?? 0, { items, more, loadMore, loadingMore });
  return (
    <ul
      ref={list}
      className={classes.list}
      aria-label={t('contacts.table')}
      aria-busy={stale || loadingMore}
      style={{ height: virtualizer.getTotalSize() }}
    >
      {stale && <BusyLine component="li" />}
      {drawn.map(({ index, start }) => {
        const contact = items[index]!;
        const values = Object.entries(contact.values).map(([name, value]) => `${name}: ${value}`);
        const marks = contact.optOut ? [t('optOut.mark')] : [];
        return (
          <li
            key={`${contact.accountId}/${contact.phone}`}
            className={classes.card}
            style={{ height: CARD_HEIGHT, transform: `translateY(${start - offset}px)` }}
            aria-setsize={more ? -1 : items.length}
            aria-posinset={index + 1}
          >
            <Stack gap={4}>
              <Group justify="space-between" wrap="nowrap" gap="sm">
                <Anchor
                  component={Link}
                  to={contactAddress(contact, search)}
                  className={classes.link}
                  fw={500}
                  size="sm"
                  c="inherit"
                  truncate
                >
                  {contact.name}
                </Anchor>
                <Text size="sm" c="dimmed" className="tabular">
                  {plus(contact.phone)}
                </Text>
              </Group>
              <TagList tags={contact.tags} />
              <Text size="xs" c="dimmed" truncate>
                {[...marks, ...(accounts ? [accountName(accounts, contact.accountId)] : []), ...values].join(' · ')}
              </Text>
            </Stack>
          </li>
        );
      })}
    </ul>
  );
}
