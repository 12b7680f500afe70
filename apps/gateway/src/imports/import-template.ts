import Papa from 'papaparse';

/** A header and two example rows. The phone numbers belong to nobody. */
const ROWS = [
  ['id', 'name', 'tags', 'gender', 'city'],
  ['44687985632', 'Jane Smith', 'cat, dog', 'female', 'london'],
  ['44986523145', 'Jane Thomas', 'dog', 'female', 'manchester'],
];

/** Template files by format. */
export const importTemplates = {
  csv: {
    contentType: 'text/csv; charset=utf-8',
    // With the byte order mark, Excel saves the file as UTF-8 again.
    make: () => Promise.resolve(Buffer.from(`\uFEFF${Papa.unparse(ROWS, { newline: '\r\n' })}\r\n`)),
  },
  xlsx: {
    contentType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    make: makeWorkbook,
  },
} as const;

/** The first column is formatted as text, so that a phone number typed there keeps all its digits. */
async function makeWorkbook(): Promise<Buffer> {
  // Loaded when somebody asks for it, because it takes 8 MB of memory.
  const { default: ExcelJS } = await import('exceljs');
  const workbook = new ExcelJS.Workbook();
  const sheet = workbook.addWorksheet('contacts', { views: [{ state: 'frozen', ySplit: 1 }] });
  sheet.addRows(ROWS);
  sheet.getRow(1).font = { bold: true };
  for (const [index, width] of [18, 24, 24, 14, 18].entries()) sheet.getColumn(index + 1).width = width;
  sheet.getColumn(1).numFmt = '@';
  return Buffer.from(await workbook.xlsx.writeBuffer());
}
