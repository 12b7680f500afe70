import xlsx from '@e965/xlsx';

/** The cells of a workbook's first sheet as SheetJS reads them. A missing cell becomes a blank text. */
export function readSheet(bytes: Buffer): { type: string; text: string }[][] {
  const { Sheets, SheetNames } = xlsx.read(bytes, { dense: false });
  const sheet = Sheets[SheetNames[0]!]!;
  const { e: end } = xlsx.utils.decode_range(sheet['!ref']!);
  return Array.from({ length: end.r + 1 }, (_, r) =>
    Array.from({ length: end.c + 1 }, (_, c) => {
      const cell = sheet[xlsx.utils.encode_cell({ r, c })] as { t: string; v: unknown } | undefined;
      return cell ? { type: cell.t, text: String(cell.v) } : { type: 's', text: '' };
    }),
  );
}
