import { columnKind, fold, guardCell, joinTags, optOutCell } from '#contact-rules';
import type { ContactRecord } from '#persistence';

/** The fields of a contact that a download contains. */
export const EXPORTED_FIELDS = ['phone', 'name', 'tags', 'optOut', 'values'] as const;
export type ExportedContact = Pick<ContactRecord, (typeof EXPORTED_FIELDS)[number]>;

const alphabetical = new Intl.Collator('en');

/**
 * Thrown at the end of a file when a value column stayed blank, because the contacts with the value lost it while the
 * file was being written. Such a file must not be offered: importing it would remove the value from the whole account.
 */
export class ColumnLeftBlankError extends Error {
  override name = 'ColumnLeftBlankError';
}

/**
 * The columns of a download: `id,name,tags`, `opt_out` if a contact is marked as "do not contact", then every value name of
 * the exported contacts, in alphabetical order.
 */
export class ExportColumns {
  readonly header: string[];
  /** The column of each value name in its original spelling. A cache, filled on demand. */
  private readonly positions = new Map<string, number | undefined>();
  private readonly positionsByKey: Map<string, number>;
  private readonly blank: Set<number>;

  constructor(
    valueNames: readonly string[],
    private readonly hasOptOuts = false,
  ) {
    // A value from before its name meant another column is left out: an import would not read it as a value.
    const sorted = valueNames
      .filter((name) => columnKind(name) === 'value')
      .sort((a, b) => alphabetical.compare(a, b) || (a < b ? -1 : 1));
    const fixed = ['id', 'name', 'tags', ...(hasOptOuts ? ['opt_out'] : [])];
    this.header = [...fixed, ...sorted.map(guardCell)];
    this.positionsByKey = new Map(sorted.map((name, index) => [fold(name), index + fixed.length]));
    this.blank = new Set(this.positionsByKey.values());
  }

  /**
   * The cells of a contact, guarded against formulas. What was added after the columns were chosen is left out.
   */
  row({ phone, name, tags, optOut, values }: ExportedContact): string[] {
    const cells = new Array<string>(this.header.length).fill('');
    cells[0] = phone;
    cells[1] = guardCell(name);
    cells[2] = guardCell(joinTags(tags));
    if (this.hasOptOuts && optOut) cells[3] = optOutCell(optOut);
    for (const value of values) {
      const position = this.positionOf(value.name);
      if (position === undefined) continue;
      cells[position] = guardCell(value.value);
      if (this.blank.size > 0) this.blank.delete(position);
    }
    return cells;
  }

  private positionOf(name: string): number | undefined {
    if (!this.positions.has(name)) this.positions.set(name, this.positionsByKey.get(fold(name)));
    return this.positions.get(name);
  }

  /** @throws ColumnLeftBlankError when a column has no value in any row */
  assertNoneBlank(): void {
    if (this.blank.size > 0) throw new ColumnLeftBlankError(`${this.blank.size} columns are blank throughout`);
  }
}
