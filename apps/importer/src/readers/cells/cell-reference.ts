/** The number of columns of a sheet. The last is XFD. */
export const MAX_COLUMNS = 16_384;

/** The column index of a cell such as `AB12`, from 0; -1 when the sheet has no such column. */
export function columnOf(reference: string): number {
  let column = 0;
  for (let i = 0; i < reference.length; i++) {
    const letter = reference.charCodeAt(i) - 0x40;
    if (letter < 1 || letter > 26) break;
    column = column * 26 + letter;
    if (column > MAX_COLUMNS) return -1;
  }
  return column - 1;
}
