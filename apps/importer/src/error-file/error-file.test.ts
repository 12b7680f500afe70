import { expect, it } from '@jest/globals';
import { ErrorFile, type Fault } from './error-file.js';
import type { ObjectWriter } from '#storage';

async function written(header: string[], faults: Fault[]): Promise<string[]> {
  let text = '';
  const writer: Pick<ObjectWriter, 'write'> = {
    write: (piece) => {
      text += piece.toString();
      return Promise.resolve();
    },
  };
  const file = new ErrorFile(writer, header);
  await file.writeHeader();
  await file.write(
    (async function* () {
      yield faults;
    })(),
  );
  return text.split('\r\n');
}

it('has the cells as they came, guarded, then the row and what is wrong', async () => {
  const faults = [
    { row: 2, message: 'Wrong.', cells: ['+44 1', 'Jane, "JJ"'] },
    { row: 5, message: 'It says "no".', cells: ['=1+1', "'-x", 'a\nb'] },
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
    (await written(['id', 'name', 'tags'], [{ row: 2, message: 'Wrong.', cells: ['1', 'Smith', 'Jane', 'dog'] }]))[1],
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
  const lines = await written(header, [{ row: 2, message: 'New.', cells }]);
  expect(lines.slice(0, 2)).toEqual(['\ufeffid,name,import_row,import_error', line]);
});
