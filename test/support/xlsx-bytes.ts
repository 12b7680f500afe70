import { zipBytes, type ZipEntry } from './zip-bytes.js';

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const RELATIONSHIPS = 'http://schemas.openxmlformats.org/package/2006/relationships';
const TYPES = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

/** A handmade workbook: its parts as XML, or only their content. */
export interface WorkbookParts {
  /** The content of `<sheetData>`. */
  rows?: string;
  /** The XML after `<sheetData>`. */
  afterRows?: string;
  /** The whole part, instead of the above. */
  sheet?: string | Buffer;
  /** Each one an `<si>`, or its content. */
  strings?: string[];
  sharedStrings?: string;
  /** The content of `<styleSheet>`. */
  styles?: string;
  /** The attributes of `<workbookPr>`. */
  properties?: string;
  /** The `<sheet>` elements; `rId1` is the sheet. */
  sheets?: string;
  workbook?: string;
  /** Further relationships of the workbook. */
  relationships?: string;
  more?: ZipEntry[];
}

/** @returns the entries of a small workbook, in the order in which Excel writes them */
export function workbookEntries(parts: WorkbookParts): ZipEntry[] {
  const { rows = '', afterRows = '', properties = '', styles = '<cellXfs><xf numFmtId="0"/></cellXfs>' } = parts;
  const sheets = parts.sheets ?? '<sheet name="Contacts" sheetId="1" r:id="rId1"/>';
  const strings = (parts.strings ?? []).map((text) => (text.startsWith('<si') ? text : `<si>${text}</si>`));
  return [
    {
      name: '_rels/.rels',
      content: relationships(`<Relationship Id="rId1" Type="${TYPES}/officeDocument" Target="xl/workbook.xml"/>`),
    },
    {
      name: 'xl/workbook.xml',
      content:
        parts.workbook ??
        `${DECLARATION}<workbook xmlns="${MAIN}" xmlns:r="${TYPES}"><workbookPr ${properties}/><sheets>${sheets}</sheets></workbook>`,
    },
    {
      name: 'xl/_rels/workbook.xml.rels',
      content: relationships(
        `<Relationship Id="rId1" Type="${TYPES}/worksheet" Target="worksheets/sheet1.xml"/>` +
          `<Relationship Id="rIdS" Type="${TYPES}/styles" Target="styles.xml"/>` +
          `<Relationship Id="rIdT" Type="${TYPES}/sharedStrings" Target="/xl/sharedStrings.xml"/>${parts.relationships ?? ''}`,
      ),
    },
    { name: 'xl/worksheets/sheet1.xml', content: parts.sheet ?? sheetXml(rows, afterRows) },
    { name: 'xl/styles.xml', content: `${DECLARATION}<styleSheet xmlns="${MAIN}">${styles}</styleSheet>` },
    {
      name: 'xl/sharedStrings.xml',
      content: parts.sharedStrings ?? `${DECLARATION}<sst xmlns="${MAIN}">${strings.join('')}</sst>`,
    },
    ...(parts.more ?? []),
  ];
}

export function xlsxBytes(parts: WorkbookParts): Buffer {
  return zipBytes(workbookEntries(parts));
}

export const DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';

export function sheetXml(rows: string, afterRows = ''): string {
  return `${DECLARATION}<worksheet xmlns="${MAIN}" xmlns:r="${TYPES}"><sheetData>${rows}</sheetData>${afterRows}</worksheet>`;
}

/** Rows of inline text. `''` becomes a blank cell. */
export function textRows(rows: string[][]): string {
  const cell = (text: string): string => (text === '' ? '<c/>' : `<c t="inlineStr"><is><t>${text}</t></is></c>`);
  return rows.map((cells) => `<row>${cells.map(cell).join('')}</row>`).join('');
}

function relationships(list: string): string {
  return `${DECLARATION}<Relationships xmlns="${RELATIONSHIPS}">${list}</Relationships>`;
}
