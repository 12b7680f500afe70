import { describe, expect, it } from 'vitest';
import { readRows } from '../../support/read-rows.js';
import { xlsxBytes, type WorkbookParts } from '../../support/xlsx-bytes.js';

/** The number formats of the test's styles; the index is that in `cellXfs`. */
const FORMATS = ['General', 'dd/mm/yyyy', 'yyyy-mm-dd hh:mm', 'h:mm:ss', '[h]:mm', '00000', '0.00', 'mm:ss.00'];
const STYLES = [
  '<numFmts>',
  ...FORMATS.map((code, i) => `<numFmt numFmtId="${200 + i}" formatCode="${code}"/>`),
  '</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs>',
  ...FORMATS.map((_, i) => `<xf numFmtId="${200 + i}"/>`),
  '<xf numFmtId="14"/><xf numFmtId="46"/>',
  '</cellXfs><dxfs><dxf><numFmt numFmtId="200" formatCode="d/m"/></dxf></dxfs>',
].join('');
const [, DATE, DATE_TIME, TIME, DURATION, POST_CODE, MONEY, TENTHS] = FORMATS.keys();
const BUILT_IN_DATE = FORMATS.length;
const BUILT_IN_DURATION = FORMATS.length + 1;

const STRINGS = [
  '<t>shared</t>',
  '<r><rPr><b/></rPr><t>Ana</t></r><r><t xml:space="preserve"> García</t></r>',
  '<t>東京</t><rPh sb="0" eb="2"><t>トウキョウ</t></rPh><phoneticPr fontId="1"/>',
  '<si/>',
  '<t>a_x000D_\n_x005F_x000D__x0041_ &lt;b&gt; &#233;</t>',
  '<t><![CDATA[<in> ]]>cdata</t>',
];

const read = (rows: string, parts: WorkbookParts = {}) =>
  readRows(xlsxBytes({ styles: STYLES, strings: STRINGS, rows, ...parts }));

describe('a cell', () => {
  it.each<[string, string, string]>([
    ['a whole number', '<c><v>34666555444</v></c>', '34666555444'],
    ['a whole number in scientific notation', '<c t="n"><v>3.4666555444E10</v></c>', '34666555444'],
    ['15 digits', '<c><v>123456789012345</v></c>', '123456789012345'],
    ['16 digits', '<c><v>1234567890123456</v></c>', '1234567890123456'],
    ['digits that are lost', '<c><v>12345678901234567890</v></c>', '1.23456789012346E+19'],
    ['a number as a whole with decimals', '<c><v>34666555444.0</v></c>', '34666555444'],
    ['a decimal', '<c><v>1234.5</v></c>', '1234.5'],
    ['noise of binary fractions', '<c><v>0.30000000000000004</v></c>', '0.3'],
    ['more digits than a spreadsheet shows', '<c><v>3.1415926535897931</v></c>', '3.14159265358979'],
    ['a negative number', '<c><v>-0.5</v></c>', '-0.5'],
    ['minus zero', '<c><v>-0</v></c>', '0'],
    ['a small number', '<c><v>1.5E-7</v></c>', '0.00000015'],
    ['a tiny number', '<c><v>1.5E-12</v></c>', '1.5E-12'],
    ['zeros in front', '<c><v>007</v></c>', '7'],
    ['a text that says it is a number', '<c><v>12,5</v></c>', '12,5'],
    ['a number with a currency', `<c s="${MONEY}"><v>12.5</v></c>`, '12.5'],
    ['a post code', `<c s="${POST_CODE}"><v>8001</v></c>`, '08001'],
    ['a date', `<c s="${DATE}"><v>46348</v></c>`, '2026-11-22'],
    ['a date of a built-in format', `<c s="${BUILT_IN_DATE}"><v>46348</v></c>`, '2026-11-22'],
    ['a date with a time', `<c s="${DATE_TIME}"><v>46348.572916666664</v></c>`, '2026-11-22T13:45:00'],
    ['a time that the format hides', `<c s="${DATE}"><v>46348.572916666664</v></c>`, '2026-11-22T13:45:00'],
    ['a date that the format hides', `<c s="${TIME}"><v>46348.572916666664</v></c>`, '2026-11-22T13:45:00'],
    ['a time', `<c s="${TIME}"><v>0.57291666666666663</v></c>`, '13:45:00'],
    ['midnight', `<c s="${TIME}"><v>0</v></c>`, '00:00:00'],
    ['a moment before midnight', `<c s="${TIME}"><v>0.9999999</v></c>`, '00:00:00'],
    ['hundredths of seconds', `<c s="${TENTHS}"><v>0.0000625</v></c>`, '00:00:05.4'],
    ['a duration', `<c s="${DURATION}"><v>1.5625</v></c>`, '37:30:00'],
    ['a duration of a built-in format', `<c s="${BUILT_IN_DURATION}"><v>0.5</v></c>`, '12:00:00'],
    ['the first day', `<c s="${DATE}"><v>1</v></c>`, '1900-01-01'],
    ['the last day before the day that never was', `<c s="${DATE}"><v>59</v></c>`, '1900-02-28'],
    ['the day that never was', `<c s="${DATE}"><v>60</v></c>`, '1900-02-29'],
    ['the day after', `<c s="${DATE}"><v>61</v></c>`, '1900-03-01'],
    ['the last day', `<c s="${DATE}"><v>2958465</v></c>`, '9999-12-31'],
    ['a day after the last', `<c s="${DATE}"><v>2958466</v></c>`, '2958466'],
    ['a day before the first', `<c s="${DATE}"><v>-1</v></c>`, '-1'],
    ['a zero where a date should be', `<c s="${DATE}"><v>0</v></c>`, '0'],
    ['a date in ISO 8601', '<c t="d"><v>2026-11-22T00:00:00</v></c>', '2026-11-22'],
    ['a date with a time in ISO 8601', '<c t="d"><v>2026-11-22T13:45:00.000Z</v></c>', '2026-11-22T13:45:00'],
    ['a style that is not there', '<c s="99"><v>46348</v></c>', '46348'],
    ['true', '<c t="b"><v>1</v></c>', 'true'],
    ['false', '<c t="b"><v>0</v></c>', 'false'],
    ['a shared text', '<c t="s"><v>0</v></c>', 'shared'],
    ['rich text', '<c t="s"><v>1</v></c>', 'Ana García'],
    ['text with its pronunciation', '<c t="s"><v>2</v></c>', '東京'],
    ['escapes', '<c t="s"><v>4</v></c>', 'a\r\n_x000D_A <b> é'],
    ['CDATA', '<c t="s"><v>5</v></c>', '<in> cdata'],
    ['inline text', '<c t="inlineStr"><is><t> spaced </t></is></c>', ' spaced '],
    [
      'inline rich text',
      '<c t="inlineStr"><is><r><rPr><i/></rPr><t>Ana</t></r><r><t> García</t></r><rPh sb="0"><t>x</t></rPh></is></c>',
      'Ana García',
    ],
    ['inline text without its type', '<c><is><t>text</t></is></c>', 'text'],
    ['a formula with a number', '<c><f>A1+1</f><v>5</v></c>', '5'],
    ['a formula with a text', '<c t="str"><f>A1&amp;"x"</f><v>J_x0041_x</v></c>', 'JAx'],
    ['a formula that is true', '<c t="b"><f t="array" ref="A1">NOT(A2)</f><v>1</v></c>', 'true'],
    ['a formula with a date', `<c s="${DATE}"><f t="shared" si="0"/><v>46348</v></c>`, '2026-11-22'],
    ['a text right to left and an emoji', '<c t="inlineStr"><is><t>ليلى 👩‍🚀</t></is></c>', 'ليلى 👩‍🚀'],
  ])('%s', async (_, cell, text) => {
    const { cells, rows, refusal } = await read(`<row>${cell}</row>`);
    expect({ cells, refusal }).toEqual({ cells: [[text]], refusal: null });
    expect(rows[0]!.faults).toBeUndefined();
  });

  it.each([
    ['styled', '<c s="1"/>'],
    ['of white space', '<c t="inlineStr"><is><t> \n </t></is></c>'],
    ['with a blank value', '<c><v></v></c>'],
    ['with a blank shared text', '<c t="s"><v>3</v></c>'],
    ['with a blank inline text', '<c t="inlineStr"><is/></c>'],
    ['with a formula whose text is blank', '<c t="str"><f>""</f><v></v></c>'],
  ])('is blank: %s', async (_, cell) => {
    expect((await read(`<row>${cell}</row>`)).rows).toEqual([]);
    expect((await read(`<row><c><v>1</v></c>${cell}<c><v>2</v></c></row>`)).cells).toEqual([['1', '', '2']]);
  });

  it.each<[string, string, string, string]>([
    ['an error', '<c t="e"><v>#N/A</v></c>', '#N/A', 'cell_error'],
    ['an error without a name', '<c t="e"/>', '#VALUE!', 'cell_error'],
    ['a formula with an error', '<c t="e"><f>1/0</f><v>#DIV/0!</v></c>', '#DIV/0!', 'cell_error'],
    ['a formula that was never computed', '<c><f>A1+1</f></c>', '=A1+1', 'formula_without_result'],
    ['a formula with a blank result', '<c><f>A1+1</f><v></v></c>', '=A1+1', 'formula_without_result'],
    ['a formula for a text that was never computed', '<c t="str"><f>A1</f></c>', '=A1', 'formula_without_result'],
  ])('has no value: %s', async (_, cell, text, code) => {
    const { rows } = await read(`<row><c><v>1</v></c>${cell}</row>`);
    expect(rows).toEqual([{ rowNumber: 1, cells: ['1', text], faults: [{ index: 1, code }] }]);
  });

  it.each([
    ['1', '2030-11-23'],
    ['true', '2030-11-23'],
    ['0', '2026-11-22'],
  ])('counts its days from 1904 with date1904="%s"', async (value, date) => {
    const rows = `<row><c s="${DATE}"><v>46348</v></c><c s="${TIME}"><v>0.5</v></c></row>`;
    expect((await read(rows, { properties: `date1904="${value}"` })).cells).toEqual([[date, '12:00:00']]);
  });

  it('is the day 0 of 1904', async () => {
    const rows = `<row><c s="${DATE}"><v>0</v></c></row>`;
    expect((await read(rows, { properties: 'date1904="1"' })).cells).toEqual([['1904-01-01']]);
  });
});

describe('the grid', () => {
  it('is the one that the references give', async () => {
    const rows =
      '<row r="2"><c r="B2"><v>1</v></c><c><v>2</v></c><c r="AA2"><v>3</v></c></row><row r="7"><c r="A7"><v>4</v></c></row>';
    const result = await read(rows);
    expect(result.rows.map(({ rowNumber }) => rowNumber)).toEqual([2, 7]);
    expect(result.cells[0]).toHaveLength(27);
    expect(result.cells[0]!.slice(0, 4)).toEqual(['', '1', '2', '']);
    expect(result.cells[0]![26]).toBe('3');
  });

  it('needs no references', async () => {
    const { rows } = await read('<row><c><v>1</v></c></row><row/><row><c/><c><v>2</v></c></row>');
    expect(rows).toEqual([
      { rowNumber: 1, cells: ['1'] },
      { rowNumber: 3, cells: ['', '2'] },
    ]);
  });

  it('accepts cells in any order; the last of two in one position wins', async () => {
    const rows = '<row><c r="C1"><v>3</v></c><c r="A1"><v>0</v></c><c r="A1"><v>1</v></c></row>';
    expect((await read(rows)).cells).toEqual([['1', '', '3']]);
  });

  it('warns about hidden rows with data below the header', async () => {
    const rows =
      '<row hidden="1"><c><v>1</v></c></row><row hidden="1"><c><v>2</v></c></row><row hidden="true"/><row hidden="0"><c><v>3</v></c></row>';
    expect(await read(rows)).toMatchObject({ cells: [['1'], ['2'], ['3']], warnings: ['hidden_rows'] });
  });

  it('warns about merged cells', async () => {
    const afterRows = '<mergeCells count="1"><mergeCell ref="A1:B1"/></mergeCells>';
    expect((await read('<row><c><v>1</v></c></row>', { afterRows })).warnings).toEqual(['merged_cells']);
  });

  it.each([
    ['rows out of order', '<row r="2"/><row r="1"/>'],
    ['a row twice', '<row r="2"/><row r="2"/>'],
    ['a row without a number', '<row r="x"/>'],
    ['a row beyond all', '<row r="99999999"/>'],
    ['a column beyond all', '<row><c r="XFE1"/></row>'],
    ['a reference to nowhere', '<row><c r="11"/></row>'],
    ['a shared text that is not there', '<row><c t="s"><v>9</v></c></row>'],
    ['a shared text of no number', '<row><c t="s"><v>x</v></c></row>'],
  ])('is refused with %s', async (_, rows) => {
    expect((await read(rows)).refusal?.code).toBe('broken_workbook');
  });

  it('costs nothing far out', async () => {
    const styled =
      '<row r="2"><c r="A2" s="1"/><c r="XFD2" s="1"/></row><row r="1048576"><c r="XFD1048576" s="1"/></row>';
    const result = await read(`<row r="1"><c r="A1"><v>1</v></c></row>${styled}`);
    expect(result).toMatchObject({ cells: [['1']], refusal: null });
  });

  it('is refused when it is far too wide', async () => {
    const { refusal } = await read('<row/><row><c r="XFD2"><v>1</v></c></row>');
    expect(refusal).toEqual({ code: 'too_many_columns', row: 2 });
  });
});
