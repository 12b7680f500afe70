import { DELIMITER_NAMES, MAX_HEADER_ROW, numberFormat, TEXT_ENCODINGS } from '#contracts';

// The part of docs/import-format.md about how a file is read.

export const READING_INTRO =
  'These fields of an upload (in the command line `--encoding` and so on) say how a file is to be read. The answer has under ' +
  '`dialect` how it was read, and which sheets there are. While the import waits, `PUT /v1/imports/{id}/reading` says it ' +
  'otherwise, and the file is checked again. An option that the format of the file does not have does nothing.';

export const READING = [
  [
    '`headerRow`',
    `a row number as spreadsheets show it, up to ${numberFormat('en').format(MAX_HEADER_ROW)}; rows above it, such as a title, are left out`,
    'the first row that is not blank',
  ],
  ['`delimiter`', DELIMITER_NAMES.map((name) => `\`${name}\``).join(', '), 'a `sep=` line, or what fits the header'],
  [
    '`encoding`',
    `${TEXT_ENCODINGS.map((name) => `\`${name}\``).join(', ')}; a byte order mark is left out`,
    'the byte order mark, else UTF-8, else Windows-1252 with a warning',
  ],
  [
    '`sheet`',
    'the name of a sheet, also of a hidden one; case does not count',
    'the first visible sheet, with a warning if others have data',
  ],
];
