import { z } from 'zod';
import { fieldError } from './sentences/field-errors.js';
import { bodyShapes } from './shapes.js';

/** What a column of a file can be. The parts of a name are joined in the order `givenName`, `familyName`. */
export const columnKindSchema = z.enum(['id', 'name', 'tags', 'value', 'ignored', 'givenName', 'familyName', 'optOut']);

/**
 * What one column becomes. `column` is its header. `name` is the name of a value; without it, the header is.
 * docs/import-format.md describes the kinds.
 */
const columnMappingSchema = z
  .strictObject({
    column: z.string().trim().min(1).max(4096),
    kind: columnKindSchema,
    name: z.string().trim().min(1).max(512).optional(),
  })
  .meta({ anyOf: [{ properties: { kind: { const: 'value' } } }, { properties: { name: false } }] });
export type ColumnMapping = z.infer<typeof columnMappingSchema>;

/** As a JSON schema: how many columns have one of these kinds. */
function columnsOf(minContains: number, maxContains: number, ...kinds: z.infer<typeof columnKindSchema>[]) {
  return { contains: { required: ['kind'], properties: { kind: { enum: kinds } } }, minContains, maxContains };
}

/** What the columns of a file become: exactly one is the phone number, and one the name, or one or two its parts. */
export const importMappingSchema = z
  .array(columnMappingSchema)
  .max(1000)
  .superRefine((mapping, context) => {
    const count = (...kinds: ColumnMapping['kind'][]): number =>
      mapping.filter(({ kind }) => kinds.includes(kind)).length;
    const parts = count('givenName', 'familyName');
    const headers = new Set(mapping.map(({ column }) => column.toLowerCase()));
    const faults = [
      count('id') === 0 && fieldError('field/mapping_no_phone'),
      count('id') > 1 && fieldError('field/mapping_two_phones'),
      count('name') + parts === 0 && fieldError('field/mapping_no_name'),
      (count('name') > 1 || (count('name') > 0 && parts > 0)) && fieldError('field/mapping_two_names'),
      [count('givenName'), count('familyName'), count('tags'), count('optOut')].some((times) => times > 1) &&
        fieldError('field/mapping_kind_twice'),
      headers.size < mapping.length && fieldError('field/mapping_column_twice'),
      mapping.some(({ kind, name }) => kind !== 'value' && name !== undefined) && fieldError('field/mapping_name'),
    ];
    for (const message of faults) if (message) context.addIssue({ code: 'custom', message });
  })
  .meta({
    allOf: [
      columnsOf(1, 1, 'id'),
      { anyOf: [columnsOf(1, 1, 'name'), columnsOf(1, 2, 'givenName', 'familyName')] },
      { anyOf: [columnsOf(0, 0, 'name'), columnsOf(0, 0, 'givenName', 'familyName')] },
      ...(['givenName', 'familyName', 'tags', 'optOut'] as const).map((kind) => columnsOf(0, 1, kind)),
    ],
    description: 'A column may be there once, without regard to case.',
  });
export type ImportMapping = z.infer<typeof importMappingSchema>;

/** The same in a form, where a field is a text. */
export const importMappingTextSchema = z
  .string()
  .describe('JSON: a list of `{"column": "Teléfono", "kind": "id"}`, as in `PUT /v1/imports/{id}/mapping`.')
  .transform((text, context): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      context.addIssue({ code: 'custom', message: fieldError('field/not_json') });
      return z.NEVER;
    }
  })
  .pipe(importMappingSchema);

/** The body of `PUT /v1/imports/{id}/mapping`. */
export const importMappingChoiceSchema = z.strictObject({ mapping: importMappingSchema });
export type ImportMappingChoice = z.infer<typeof importMappingChoiceSchema>;
bodyShapes.add(importMappingChoiceSchema, {
  id: 'ImportMappingChoice',
  example: {
    mapping: [
      { column: 'Teléfono', kind: 'id' },
      { column: 'Nombre', kind: 'givenName' },
      { column: 'Apellidos', kind: 'familyName' },
      { column: 'Población', kind: 'value', name: 'city' },
      { column: 'Notas', kind: 'ignored' },
    ],
  },
});
