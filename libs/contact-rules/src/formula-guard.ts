const APOSTROPHE = 0x27;

/**
 * Puts `'` before a cell that a spreadsheet would run as a formula. It also does so when the cell already starts with
 * apostrophes, so that {@link unguardCell} restores the exact text. Used for every cell of a download.
 */
export function guardCell(text: string): string {
  return startsFormula(text, 0) ? `'${text}` : text;
}

/** Removes one guarding `'`. The exact inverse of {@link guardCell}. Returns a cell without a guard unchanged. */
export function unguardCell(cell: string): string {
  return cell.charCodeAt(0) === APOSTROPHE && startsFormula(cell, 1) ? cell.slice(1) : cell;
}

/** True when the text, after any leading apostrophes, starts with one of `=`, `+`, `-`, `@`, tab or carriage return. */
function startsFormula(text: string, from: number): boolean {
  let i = from;
  while (text.charCodeAt(i) === APOSTROPHE) i++;
  switch (text[i]) {
    case '=':
    case '+':
    case '-':
    case '@':
    case '\t':
    case '\r':
      return true;
    default:
      return false;
  }
}
