/** The sections of docs/import-format.md about rows that are mended after the upload. */
export const MENDING = [
  'While an import waits, its rows can be mended without another upload, on the page, with `npx contacts ' +
    'mend`, or by the API. `GET ' +
    '/v1/imports/{id}/rows` lists the first 10,000 rows that are rejected, doubtful or mended, with the reason and the ' +
    'column that it is about. Doubtful are rows that lose to a later one with the same id, Mexican numbers with the old 1, ' +
    'and numbers without a country code that could also be ones of another country. `PATCH /v1/imports/{id}/mends` says ' +
    'what becomes of them:',
  [
    '- `rows`: what cells of a row become, by the header of their column; that cells beyond the header are removed ' +
      '(`dropSurplus`); or that the row is left out (`leaveOut`).',
    '- `same`: what every cell of a column becomes that says exactly a text, as `{"column": "name", "from": "", "to": "Customer"}`.',
    '- `kinds`: that all rows with one error are left out.',
  ].join('\n'),
  'The file is then checked again, read through the mends. The uploaded file stays as it is. A mended cell has to fit the ' +
    'same rules as one of the file. A row that is left out counts as if it were not in the file, ' +
    'but its values still count for columns that are blank throughout; so do texts that were replaced. What is sent is ' +
    'added to the mends before; null takes a cell or a rule back. An import can have 10,000 mends, of which ' +
    'one request adds at most 1,000 rows and 100 rules.',
  'A rule replaces one text by another. Numbers that are wrong in different ways have no rule in common that would not be ' +
    'a guess: mend each, leave them out, or state `defaultCountry` if only the country code is missing (with the file, or ' +
    'by reading it again).',
  'A warning says how many rows go in as they were mended. `GET /v1/imports/{id}/rows?kind=mended` lists them, with who ' +
    'mended them, when, and their cells in the file, also after the import has ended. A mended row that is still wrong ' +
    'says so in the error file. A mapping of columns keeps the mends. Another reading of the file forgets them, except for ' +
    'another country, because the rows may be others.',
];
