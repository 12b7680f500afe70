import { tidyText, type Column } from '#contact-rules';

const PREVIEW_ROWS = 20;
const SAMPLES = 3;
/** Cells are cut, so that they always fit into the record. */
const CHARACTERS = 120;

/** The cells of a file that show somebody what is in it. */
export class ShownCells {
  /** The first rows, as wide as the header. */
  readonly preview: string[][] = [];
  /** For each column its first cells that are not blank. */
  readonly samples: string[][];

  constructor(private readonly columns: readonly Column[]) {
    this.samples = columns.map(() => []);
  }

  get hasPreview(): boolean {
    return this.preview.length === PREVIEW_ROWS;
  }

  /** Call it at least for the first rows, and for each that is the first with text in a column. */
  take(cells: readonly string[]): void {
    if (!this.hasPreview)
      this.preview.push(this.columns.filter(({ name }) => name !== '').map(({ index }) => shorten(cells[index] ?? '')));
    for (const [position, found] of this.samples.entries()) {
      if (found.length === SAMPLES) continue;
      const cell = tidyText(cells[this.columns[position]!.index] ?? '');
      if (cell !== '') found.push(shorten(cell));
    }
  }
}

function shorten(text: string): string {
  if (text.length <= CHARACTERS) return text;
  const isHalved = (text.charCodeAt(CHARACTERS - 1) & 0xfc00) === 0xd800;
  return `${text.slice(0, CHARACTERS - (isHalved ? 1 : 0))}…`;
}
