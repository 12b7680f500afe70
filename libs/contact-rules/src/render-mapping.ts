import { synonymsOf, type Synonym } from './column-synonyms.js';

/** How columns with other headers are understood, for docs/import-format.md. */
export const OTHER_HEADERS = [
  'A file with the headers `id` and `name` is read as above, whatever else it has. In any other file the columns are ' +
    'understood, and the first of these that says something counts: what they were in an earlier import of the ' +
    'organisation with the same headers (in any order), if that import was started; the headers above; synonyms of them ' +
    'in English, Spanish and Portuguese; the first 100 rows. A column of which nothing of this says anything is a value ' +
    'with its header as the name. Case, accents, spaces and signs in headers do not count.',
  'This is **certain** if exactly one header means the phone number, exactly one the name (or each of its parts), and at ' +
    'most one the tags, or if an earlier import says it. All else is **doubtful**. If several headers mean the phone ' +
    'number, the column with most possible phone numbers is taken; if none does, one of which most cells are possible ' +
    'phone numbers. If several headers mean the name or the tags, the first is taken; if none means the name, the first ' +
    'column of which most cells have letters and are no e-mail addresses.',
  'An import with doubtful columns waits for a confirmation, also with `start=auto`, and the warning `confirm_mapping` ' +
    'says which column is taken for the phone number and which for the name. If no column can be the phone number or the ' +
    'name, or the first row has a phone number itself, the file is refused.',
];

/** The kinds of columns, and the synonyms of each. */
export const KINDS = [
  ['`id`', 'the phone number', words('phone')],
  ['`name`', 'the name', [words('name'), words('nameOrGiven')].join('; without a column of family names: ')],
  [
    '`givenName`',
    'the first part of the name',
    [words('givenName'), words('nameOrGiven')].join('; beside a column of family names: '),
  ],
  ['`familyName`', 'the second part; the two are joined by a space, and one of them may be blank', words('familyName')],
  ['`tags`', 'the tags', words('tags')],
  ['`value`', 'a value, with `name` as its name, or else with the header', ''],
  ['`ignored`', 'nothing', ''],
];

export const MAPPING = [
  'You can also say what the columns become, by a **mapping**: with the upload (`mapping`), while an import waits (`PUT ' +
    '/v1/imports/{id}/mapping`, or the table on the page), or with `npx contacts import --map`. It names each column by its header:',
  '```json\n[\n  { "column": "Contacto", "kind": "id" },\n  { "column": "Nombre", "kind": "givenName" },\n' +
    '  { "column": "Apellidos", "kind": "familyName" },\n  { "column": "Población", "kind": "value", "name": "city" },\n' +
    '  { "column": "Notas", "kind": "ignored" }\n]\n```',
  'Exactly one column is the phone number, and one is the name, or one or two are its parts. A column that the mapping ' +
    'does not name is a value; `tags` are the tags if no other column is, and `id` and `name` are ignored, because a value ' +
    'cannot have these names. A mapping that names a column which the file does not have is refused.',
  'When the mapping of a waiting import is changed, its file is checked again, and the import waits again. The error file ' +
    'has the headers of the upload, so once it is mended, its columns are known.',
];

function words(synonym: Synonym): string {
  return synonymsOf(synonym).join(', ');
}
