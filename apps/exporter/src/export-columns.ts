import { fold, guardCell } from '#contact-rules';
import type { ContactRecord } from '#persistence';

const alphabetical = new Intl.Collator('en');

/**
 * Thrown at the end of a file when a value column stayed blank: the contacts that had the value lost it while the file
 * was being written. Such a file must not go out: imported again, it would take the value from the whole account.
 */
export class ColumnLeftBlankError extends Error {
  override name = 'ColumnLeftBlankError';
}

/** The columns of a download: `id,name,tags`, then each value that some exported contact has, in alphabetical order. */
export class ExportColumns {
  readonly header: string[];
  private readonly positions: Map<string, number>;
  private readonly blank: Set<string>;

  constructor(valueNames: readonly string[]) {
    const sorted = [...valueNames].sort((a, b) => alphabetical.compare(a, b) || (a < b ? -1 : 1));
    this.header = ['id', 'name', 'tags', ...sorted.map(guardCell)];
    this.positions = new Map(sorted.map((name, index) => [fold(name), index + 3]));
    this.blank = new Set(this.positions.keys());
  }

  /** The cells of a contact, guarded. A value that nobody had when the columns were chosen came later and is left out. */
  row({ phone, name, tags, values }: ContactRecord): string[] {
    const cells = new Array<string>(this.header.length).fill('');
    cells[0] = phone;
    cells[1] = guardCell(name);
    cells[2] = guardCell(tags.join(', '));
    for (const value of values) {
      const key = fold(value.name);
      const position = this.positions.get(key);
      if (position === undefined) continue;
      cells[position] = guardCell(value.value);
      this.blank.delete(key);
    }
    return cells;
  }

  /** @throws ColumnLeftBlankError when a column has no value in any row */
  assertNoneBlank(): void {
    if (this.blank.size > 0) throw new ColumnLeftBlankError(`${this.blank.size} columns are blank throughout`);
  }
}
