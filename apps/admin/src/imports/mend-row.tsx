import { Button, Checkbox, Stack, Table, Text } from '@mantine/core';
import type { KeyboardEvent } from 'react';
import type { ImportRow } from '#contracts';
import { mending } from '../i18n/catalogue/mending.js';
import { useAreaText } from '../i18n/language.js';
import {
  isSameForAll,
  textOf,
  withKind,
  withRow,
  withoutSame,
  withSame,
  withText,
  type MendDraft,
} from './mend-draft.js';
import classes from './mend-rows.module.css';

interface MendRowProps {
  row: ImportRow;
  /** The headers of the columns to show, and where their cells are. */
  columns: readonly { header: string; index: number }[];
  /** How many rows of the file have the same error. */
  ofKind: number;
  draft: MendDraft;
  onChange: (draft: MendDraft) => void;
  /** Takes back what was mended in this row before; undefined if nothing was. */
  onTakeBack: (() => void) | undefined;
}

/** A row to mend: its cells to type in, and the reason at the cell that it is about. */
export function MendRow({ row: listed, columns, ofKind, draft, onChange, onTakeBack }: MendRowProps) {
  const t = useAreaText(mending);
  const { row, error, column, surplus, kind } = listed;
  const reasonId = `mend-reason-${kind}-${row}`;
  const own = draft.rows[row];
  const isOut = own?.leaveOut === true || draft.kinds.includes(error.code);
  const cell = (header: string, index: number) => {
    const checked = listed.cells[index] ?? '';
    const before = listed.mended?.before[index] ?? checked;
    const text = textOf(draft, row, header, checked);
    const isWrong = header === column && kind !== 'mended';
    const set = (next: string) => onChange(withText(draft, row, header, checked, next));
    return (
      <Table.Td key={header}>
        <input
          className={classes.cell}
          aria-label={t('mend.cell', { column: header, row })}
          aria-invalid={isWrong && text === checked}
          aria-describedby={isWrong ? reasonId : undefined}
          data-changed={text === checked ? undefined : true}
          data-column={header}
          // Escape brings back the text; it must not close the dialog.
          data-mantine-stop-propagation={text === checked ? undefined : true}
          disabled={isOut}
          value={text}
          onChange={(event) => set(event.currentTarget.value)}
          onKeyDown={(event) => move(event, header, () => set(checked))}
        />
        {before !== checked && (
          <Text size="xs" c="dimmed">
            {t('mend.was', { text: before })}
          </Text>
        )}
        {isWrong && listed.same > 1 && (text !== checked || isSameForAll(draft, header, checked)) && (
          <Checkbox
            size="xs"
            mt={4}
            label={t('mend.same', { count: listed.same })}
            checked={isSameForAll(draft, header, checked)}
            onChange={(event) =>
              onChange(
                event.currentTarget.checked
                  ? withSame(draft, row, header, checked, text)
                  : withoutSame(draft, row, header, checked),
              )
            }
          />
        )}
      </Table.Td>
    );
  };
  return (
    <Table.Tr>
      <Table.Th scope="row">{row}</Table.Th>
      <Table.Td className={classes.reason}>
        <Stack gap={4} align="flex-start">
          <Text size="sm" id={reasonId}>
            {error.message}
          </Text>
          {surplus.length > 0 && (
            <Checkbox
              size="xs"
              label={t('mend.dropSurplus', { cells: surplus.map((text) => `“${text}”`).join(', ') })}
              checked={own?.dropSurplus ?? false}
              onChange={(event) => onChange(withRow(draft, row, { dropSurplus: event.currentTarget.checked }))}
            />
          )}
          {kind !== 'mended' && (
            <Checkbox
              size="xs"
              label={t('mend.leaveOut', { row })}
              checked={own?.leaveOut ?? false}
              onChange={(event) => onChange(withRow(draft, row, { leaveOut: event.currentTarget.checked }))}
            />
          )}
          {kind === 'rejected' && ofKind > 1 && (
            <Checkbox
              size="xs"
              label={t('mend.leaveOutAll', { count: ofKind })}
              checked={draft.kinds.includes(error.code)}
              onChange={(event) => onChange(withKind(draft, error.code, event.currentTarget.checked))}
            />
          )}
          {onTakeBack && (
            <Button size="compact-xs" variant="default" onClick={onTakeBack}>
              {t('mend.takeBack', { row })}
            </Button>
          )}
        </Stack>
      </Table.Td>
      {columns.map(({ header, index }) => cell(header, index))}
    </Table.Tr>
  );
}

/** Up, down and Enter go to the same column of another row; Escape brings back the text. */
function move(event: KeyboardEvent<HTMLInputElement>, column: string, restore: () => void): void {
  const { key, currentTarget } = event;
  if (key === 'Escape') return restore();
  const step = key === 'Enter' || key === 'ArrowDown' ? 1 : key === 'ArrowUp' ? -1 : 0;
  if (step === 0) return;
  event.preventDefault();
  const cells = [...(currentTarget.closest('tbody')?.querySelectorAll('input') ?? [])].filter(
    ({ dataset }) => dataset.column === column,
  );
  cells[cells.indexOf(currentTarget) + step]?.focus();
}
