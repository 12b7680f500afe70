const APOSTROPHE = 0x27;

/**
 * Puts `'` in front of a cell that a spreadsheet would run as a formula, also when apostrophes stand before it
 * already, so that {@link unguardCell} gives back exactly what went out. Used for every cell of a download.
 */
export function guardCell(text: string): string {
  return startsFormula(text, 0) ? `'${text}` : text;
}

/** Takes one guarding `'` off. The exact inverse of {@link guardCell}; a cell that is not guarded stays as it is. */
export function unguardCell(cell: string): string {
  return cell.charCodeAt(0) === APOSTROPHE && startsFormula(cell, 1) ? cell.slice(1) : cell;
}

/** True when after any apostrophes comes one of `=`, `+`, `-`, `@`, tab and carriage return. */
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
