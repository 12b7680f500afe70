import { expect, it } from 'vitest';
import { ErrorFile, type Fault } from './error-file.js';
import { coded, type Coded, type Language } from '#contracts';
import type { ObjectWriter } from '#storage';

/** The form in older records. */
const said = (message: string): Coded => ({ code: 'name_missing', message });

async function written(header: string[], faults: Fault[], language: Language = 'en'): Promise<string[]> {
  let text = '';
  const writer: Pick<ObjectWriter, 'write'> = {
    write: (piece) => {
      text += piece.toString();
      return Promise.resolve();
    },
  };
  const file = new ErrorFile(writer, header, language);
  await file.writeHeader();
  await file.write(
    (async function* () {
      yield faults;
    })(),
  );
  return text.split('\r\n');
}

it('has the original cells, guarded, then the row and the error', async () => {
  const faults = [
    { row: 2, reason: said('Wrong.'), cells: ['+44 1', 'Jane, "JJ"'] },
    { row: 5, reason: said('It says "no".'), cells: ['=1+1', "'-x", 'a\nb'] },
  ];
  expect(await written(['id', 'name', '-x'], faults)).toEqual([
    "\ufeffid,name,'-x,import_row,import_error",
    `'+44 1,"Jane, ""JJ""",,2,Wrong.`,
    `'=1+1,''-x,"a\nb",5,"It says ""no""."`,
    '',
  ]);
});

it('shifts nothing when the cell too many is taken out', async () => {
  expect(
    (
      await written(['id', 'name', 'tags'], [{ row: 2, reason: said('Wrong.'), cells: ['1', 'Smith', 'Jane', 'dog'] }])
    )[1],
  ).toBe('1,Smith,Jane,dog,2,Wrong.');
});

it.each<[string, string[], string[], string]>([
  ['at the end', ['id', 'name', 'import_row', 'import_error'], ['1', 'A', '9', 'Old.'], '1,A,2,New.'],
  [
    'at the end of a row with too many cells',
    ['id', 'name', 'import_row', 'import_error'],
    ['1', 'B', 'A', '9', 'Old.'],
    '1,B,A,2,New.',
  ],
  ['somewhere', ['import_row', 'id', 'Import_Error', 'name'], ['9', '1', 'Old.', 'A'], '1,A,2,New.'],
])('leaves out what an earlier import said: %s', async (_, header, cells, line) => {
  const lines = await written(header, [{ row: 2, reason: said('New.'), cells }]);
  expect(lines.slice(0, 2)).toEqual(['\ufeffid,name,import_row,import_error', line]);
});

it.each<[Language, string]>([
  ['en', '"The same id comes again in row 1,204, which counts instead of this one."'],
  ['es', '"El mismo id vuelve a aparecer en la fila 1.204, que cuenta en lugar de esta."'],
])('says what is wrong in the language of the upload: %s', async (language, reason) => {
  const lines = await written(['id'], [{ row: 3, reason: coded('duplicate', { row: 1204 }), cells: ['1'] }], language);
  expect(lines[1]).toBe(`1,3,${reason}`);
});
