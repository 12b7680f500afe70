import { flexRender, getCoreRowModel, useReactTable } from '@tanstack/react-table';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useMemo, useRef } from 'react';
import type { MouseEvent } from 'react';
import { useLocation, useNavigate } from 'react-router';
import type { Contact, Sort } from '#contracts';
import { useText } from '../i18n/language.js';
import { BusyLine } from '../ui/busy-line.js';
import { contactColumns } from './contact-columns.js';
import classes from './contact-table.module.css';
import type { ContactRows } from './contact-rows.js';
import { contactAddress, useLoadMore } from './contact-rows.js';
import { SortHeader } from './sort-header.js';

const ROW_HEIGHT = 44;
const OVERSCAN = 12;

interface ContactTableProps extends ContactRows {
  valueNames: readonly string[];
  sort: Sort;
  onSort: (sort: Sort) => void;
}

/** The contacts as a table. Only visible rows are rendered. Further pages load while scrolling. */
export function ContactTable({
  items,
  accounts,
  stale,
  loadingMore,
  more,
  loadMore,
  valueNames,
  sort,
  onSort,
}: ContactTableProps) {
  const t = useText();
  const scroller = useRef<HTMLDivElement>(null);
  const { search } = useLocation();
  const navigate = useNavigate();
  const columns = useMemo(() => contactColumns({ t, accounts, valueNames, search }), [t, accounts, valueNames, search]);
  const table = useReactTable({
    data: items as ContactRows['items'][number][],
    columns,
    getCoreRowModel: getCoreRowModel(),
    getRowId: (contact) => `${contact.accountId}/${contact.phone}`,
    manualSorting: true,
  });
  const rows = table.getRowModel().rows;
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: OVERSCAN,
  });
  const drawn = virtualizer.getVirtualItems();
  useLoadMore(drawn.at(-1)?.index ?? 0, { items, more, loadMore, loadingMore });
  useEffect(() => {
    if (!stale) scroller.current?.scrollTo({ top: 0 });
  }, [sort, stale]);

  /** A click anywhere in a row opens it, like a click on the name, unless it ends the selection of a text. */
  const openRow = ({ target }: MouseEvent, contact: Contact) => {
    if ((target as Element).closest('a') || window.getSelection()?.type === 'Range') return;
    void navigate(contactAddress(contact, search));
  };
  const above = drawn[0]?.start ?? 0;
  const below = virtualizer.getTotalSize() - (drawn.at(-1)?.end ?? 0);
  return (
    <div
      ref={scroller}
      className={classes.scroller}
      tabIndex={0}
      role="region"
      aria-label={t('contacts.table')}
      aria-busy={stale || loadingMore}
    >
      {stale && <BusyLine />}
      <table
        className={classes.table}
        aria-rowcount={more ? -1 : rows.length + 1}
        style={{ minWidth: table.getTotalSize() }}
      >
        <colgroup>
          {table.getVisibleLeafColumns().map((column) => (
            <col key={column.id} style={{ width: column.getSize() }} />
          ))}
        </colgroup>
        <thead>
          {table.getHeaderGroups().map((group) => (
            <tr key={group.id} aria-rowindex={1}>
              {group.headers.map((header) => (
                <SortHeader key={header.id} id={header.column.id} sort={sort} onSort={onSort}>
                  {flexRender(header.column.columnDef.header, header.getContext())}
                </SortHeader>
              ))}
            </tr>
          ))}
        </thead>
        <tbody>
          {above > 0 && <Space height={above} />}
          {drawn.map(({ index }) => {
            const row = rows[index]!;
            return (
              <tr
                key={row.id}
                aria-rowindex={index + 2}
                style={{ height: ROW_HEIGHT }}
                onClick={(event) => openRow(event, row.original)}
              >
                {row.getVisibleCells().map((cell) => (
                  <td key={cell.id}>{flexRender(cell.column.columnDef.cell, cell.getContext())}</td>
                ))}
              </tr>
            );
          })}
          {below > 0 && <Space height={below} />}
        </tbody>
      </table>
    </div>
  );
}

/** Takes the space of the rows that are not rendered. */
function Space({ height }: { height: number }) {
  return (
    <tr aria-hidden="true">
      <td style={{ height, padding: 0, border: 0 }} />
    </tr>
  );
}
