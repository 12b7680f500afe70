import { UnstyledButton } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Sort } from '#contracts';
import { Icon } from '../ui/icon.js';
import classes from './contact-table.module.css';

interface SortHeaderProps {
  id: string;
  sort: Sort;
  onSort: (sort: Sort) => void;
  children: ReactNode;
}

/** A header cell. Phone and name are buttons that sort; a second click reverses the order. */
export function SortHeader({ id, sort, onSort, children }: SortHeaderProps) {
  if (id !== 'phone' && id !== 'name') {
    return (
      <th scope="col" className={classes.head} title={typeof children === 'string' ? children : undefined}>
        {children}
      </th>
    );
  }
  const active = sort === id || sort === `-${id}`;
  const descending = sort === `-${id}`;
  return (
    <th scope="col" className={classes.head} aria-sort={active ? (descending ? 'descending' : 'ascending') : 'none'}>
      <UnstyledButton
        className={classes.sort}
        data-active={active || undefined}
        onClick={() => onSort(sort === id ? `-${id}` : id)}
      >
        {children}
        <Icon name={active ? (descending ? 'arrowDown' : 'arrowUp') : 'sort'} size={14} />
      </UnstyledButton>
    </th>
  );
}
