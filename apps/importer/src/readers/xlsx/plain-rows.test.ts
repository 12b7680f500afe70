import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { defaultLimits } from '#contracts';
import { FileRefusedError, type Row } from '../row-reader.js';
import { PlainRows } from './plain-rows.js';
import { SheetRows } from './sheet-rows.js';
import { StringStore } from './string-store.js';
import { SPREADSHEET, XmlReader, type XmlHandler } from './xml-reader.js';

const row = (cells: string, attributes = 'r="2"') => `<row ${attributes}>${cells}</row>`;

describe('a plain row', () => {
  it.each([
    ['numbers and shared texts', row('<c r="A2"><v>34600</v></c><c r="B2" s="3" t="s"><v>7</v></c>')],
    ['inline texts', row('<c r="A2" t="inlineStr"><is><t>Ana</t></is></c>')],
    [
      'inline texts that keep their spaces',
      row('<c r="A2" t="inlineStr"><is><t xml:space="preserve"> José 😀</t></is></c>'),
    ],
    ['texts of formulas gone', row('<c r="A2" t="str"><v>"quoted" it\'s</v></c>')],
    ['styled cells without anything', row('<c r="A2" s="4"/><c r="XFD2"/>')],
    ['no cells', row('')],
    ['attributes of other vocabularies', row('', 'r="2" spans="1:7" x14ac:dyDescent="0.25" hidden="1"')],
  ])('has %s', (_, text) => {
    expect(new PlainRows().read(`before${text}after`, 6)).toBe(6 + text.length);
  });

  it.each([
    ['a formula', row('<c r="A2"><f>1+1</f><v>2</v></c>')],
    ['an entity', row('<c r="A2" t="str"><v>a &amp; b</v></c>')],
    ['CDATA', row('<c r="A2" t="str"><v><![CDATA[a]]></v></c>')],
    ['the end of CDATA', row('<c r="A2" t="str"><v>]]></v></c>')],
    ['a comment', row('<!-- --><c r="A2"><v>1</v></c>')],
    ['a line end in a text', row('<c r="A2" t="str"><v>a\r\nb</v></c>')],
    ['a control character', row('<c r="A2" t="str"><v>a\u0001</v></c>')],
    ['a character that XML does not have', row('<c r="A2" t="str"><v>a\uFFFF</v></c>')],
    ['rich text', row('<c r="A2" t="inlineStr"><is><r><t>a</t></r></is></c>')],
    ['a cell without a place', row('<c><v>1</v></c>')],
    ['a cell beyond the last column', row('<c r="XFE2"><v>1</v></c>')],
    ['a style that is no number', row('<c r="A2" s=""><v>1</v></c>')],
    ['attributes in another order', row('<c r="A2" t="s" s="1"><v>1</v></c>')],
    ['a prefix', '<x:row r="2"></x:row>'],
    ['a vocabulary of its own', row('', 'r="2" xmlns="urn:other"')],
    ['no number', row('', 'spans="1:1"')],
    ['no end yet', '<row r="2"><c r="A2"><v>1</v></c>'],
    ['an end in its value', '<row r="2"><c r="A2"><v>1'],
    ['elements that do not match', row('<c r="A2"><v>1</c></v>')],
  ])('does not have %s', (_, text) => {
    expect(new PlainRows().read(text, 0)).toBe(-1);
  });
});

const text = fc.string({ unit: fc.constantFrom(...'aZ 09é😀&<>"\'_x]\n\r\t\u0001\uFFFF'), maxLength: 6 });
const escaped = text.map((raw) => raw.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'));
const reference = fc.constantFrom('A', 'B', 'Z', 'AB', 'XFD', 'XFE', '', 'a').map((column) => ` r="${column}7"`);
const cell = fc
  .tuple(
    fc.oneof({ weight: 9, arbitrary: reference }, fc.constant('')),
    fc.constantFrom('', '', ' s="0"', ' s="1"', ' s="99"', ' s="x"'),
    fc.constantFrom('', '', ' t="n"', ' t="s"', ' t="str"', ' t="inlineStr"', ' t="b"', ' t="e"', ' t="d"', ' t=""'),
    fc.oneof(
      fc.constantFrom('/>', '></c>', '><v/></c>', '><v></v></c>', '><f>A1</f><v>2</v></c>', '><v>1</v><v>2</v></c>'),
      fc.constantFrom('0', '1', '9', '1.5E3', '007', '-0', '46348.5').map((value) => `><v>${value}</v></c>`),
      escaped.map((value) => `><v>${value}</v></c>`),
      escaped.map((value) => `><is><t>${value}</t></is></c>`),
      escaped.map((value) => `><is><t xml:space="preserve">${value}</t></is></c>`),
      escaped.map((value) => `><is><r><t>${value}</t></r><rPh><t>x</t></rPh></is></c>`),
    ),
  )
  .map((parts) => `<c${parts.join('')}`);
const between = fc.oneof(
  { weight: 9, arbitrary: fc.constant('') },
  fc.constantFrom(
    '\n',
    '<!-- <row r="1"></row> -->',
    '<other xmlns="urn:other"><row r="1"/></other>',
    '<row/>',
    '</c>',
  ),
);
const rows = fc
  .array(fc.tuple(between, fc.constantFrom('', ' hidden="1"', ' spans="1:2"', " ht='1'"), fc.array(cell)))
  .map((all) =>
    all.map(([before, more, cells], i) => `${before}<row r="${i + 1}"${more}>${cells.join('')}</row>`).join(''),
  );
const sheet = fc
  .tuple(rows, fc.constantFrom('', 'x:'))
  .map(
    ([data, prefix]) =>
      `<${prefix}worksheet xmlns${prefix && ':x'}="${SPREADSHEET[0]}"><${prefix}sheetData>${data}</${prefix}sheetData></${prefix}worksheet>`,
  );

describe('reading plain rows directly', () => {
  it('gives the same rows or refusal as the parser alone, wherever the text is split', async () => {
    const strings = new StringStore();
    strings.add('shared');
    strings.add('a_x000D_b');
    await strings.finish();
    fc.assert(
      fc.property(sheet, fc.infiniteStream(fc.integer({ min: 1, max: 200 })), (xml, sizes) => {
        const context = { strings, styles: [], date1904: false };
        const direct = new SheetRows(context, defaultLimits);
        const parsed = new SheetRows(context, defaultLimits);
        const parserAlone: XmlHandler = {
          open: (name) => parsed.open(name),
          attribute: (name, value) => parsed.attribute(name, value),
          text: (piece) => parsed.text(piece),
          close: (name) => parsed.close(name),
        };
        const pieces = cut(xml, sizes);
        expect(read(direct, direct, pieces)).toEqual(read(parsed, parserAlone, pieces));
      }),
      { numRuns: 2000, seed: 8 },
    );
  });
});

function cut(text: string, sizes: Iterable<number>): string[] {
  const pieces: string[] = [];
  let at = 0;
  for (const size of sizes) {
    if (at >= text.length) break;
    // Decoders never split a character.
    let end = at + size;
    if (/[\uD800-\uDBFF]/.test(text.charAt(end - 1))) end++;
    pieces.push(text.slice(at, end));
    at = end;
  }
  return pieces;
}

function read(sheet: SheetRows, handler: XmlHandler, pieces: readonly string[]): Row[] | string {
  try {
    const reader = new XmlReader(SPREADSHEET, handler);
    for (const piece of pieces) reader.write(piece);
    reader.end();
    return [...sheet.rows.take()].flat();
  } catch (error) {
    if (!(error instanceof FileRefusedError)) throw error;
    return `${error.refusal.code} in row ${error.refusal.row}`;
  }
}
