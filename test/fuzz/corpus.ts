import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../../tools/product/service-process.js';
import { textRows, xlsxBytes } from '../support/xlsx-bytes.js';
import { keptFiles } from './kept-files.js';

/** Files that once broke something. */
export const FOUND = path.join(ROOT, 'test', 'fixtures', 'fuzz');

const TABLE = [
  ['id', 'name', 'tags', 'city', 'opt_out'],
  ['34600111222', 'Ana García', '"dog, cat"', 'London', ''],
  ['+44 687 985632', '"Smith, Jane"', 'vip', '"two\nlines"', 'yes'],
  ['0034600111223', 'Zoë', '', 'São Paulo', 'no'],
  ['34600111222', 'Ana', 'dog', '', ''],
  ['12', '', 'x', 'y', 'z'],
];
const csv = (delimiter: string, end = '\n'): string => TABLE.map((row) => row.join(delimiter)).join(end);

const TEXTS: Buffer[] = [
  ...[',', ';', '\t'].map((delimiter) => Buffer.from(csv(delimiter))),
  Buffer.from(`\ufeff${csv(',', '\r\n')}`),
  Buffer.from(`\ufeff${csv(';')}`, 'utf16le'),
  Buffer.from(`\ufeff${csv(',')}`, 'utf16le').swap16(),
  Buffer.from(csv(';', '\r'), 'latin1'),
  Buffer.from(`sep=|\n${csv('|')}`),
  Buffer.from('Teléfono;Nombre;Apellidos\n600 111 222;Ana;García\n600 111 223;Eva;Pardo\n'),
  Buffer.from(`id,name\n${Array.from({ length: 3000 }, (_, row) => `${34600000000 + row},Name ${row}`).join('\n')}`),
];

const shared = '<c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>2</v></c>';
const WORKBOOKS: Buffer[] = [
  xlsxBytes({ rows: textRows(TABLE.map((row) => row.map((cell) => cell.replaceAll('"', '')))) }),
  xlsxBytes({
    rows: `<row r="1">${shared}</row><row r="2"><c r="A2"><v>34600111222</v></c><c r="B2" t="str"><f>A2</f><v>Ana</v></c><c r="C2" s="1"><v>46348.5</v></c></row><row r="3" hidden="1"><c r="A3"><v>3.46E10</v></c><c r="B3" t="e"><v>#REF!</v></c><c r="C3" t="b"><v>1</v></c></row>`,
    strings: ['<t>id</t>', '<t>name</t>', '<r><t>ci</t></r><r><t>ty</t></r>'],
    styles:
      '<numFmts><numFmt numFmtId="164" formatCode="yyyy-mm-dd"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs>',
  }),
];

/** What is mutated: texts, and workbooks of XLSX and XLS, also of other programs, and what was made of them before. */
export function corpus(): { texts: Buffer[]; xlsx: Buffer[]; xls: Buffer[] } {
  const folder = path.join(ROOT, 'test', 'fixtures', 'workbooks');
  const ending = (end: string) =>
    readdirSync(folder)
      .filter((name) => name.endsWith(end))
      .map((name) => readFileSync(path.join(folder, name)));
  const found = (kind: string) => [
    ...foundFiles()
      .filter((name) => name.startsWith(kind))
      .map((name) => readFileSync(path.join(FOUND, name))),
    ...keptFiles()
      .filter(({ name }) => name.startsWith(kind))
      .map(({ bytes }) => bytes),
  ];
  return {
    texts: [...TEXTS, ...found('texts-')],
    xlsx: [...WORKBOOKS, ...ending('.xlsx'), ...found('xlsx-')],
    xls: [...ending('.xls'), ...found('xls-')],
  };
}

export function foundFiles(): string[] {
  return existsSync(FOUND) ? readdirSync(FOUND) : [];
}
