import { z } from 'zod';
import { PHONE_COUNTRIES } from './countries.js';
import { DELIMITER_NAMES, MAX_HEADER_ROW, TEXT_ENCODINGS } from './file-dialect.js';
import { fieldError } from './sentences/field-errors.js';
import { bodyShapes } from './shapes.js';

/** How a file is to be read. What is not stated is found out. */
export const importReadingSchema = z.strictObject({
  /** The country of phone numbers without a country code. */
  defaultCountry: z
    .string()
    .toUpperCase()
    .refine((country) => PHONE_COUNTRIES.includes(country), fieldError('field/country'))
    .meta({ enum: PHONE_COUNTRIES })
    .describe('ISO 3166 code, such as `ES`: the country of phone numbers without a country code.')
    .optional(),
  encoding: z.enum(TEXT_ENCODINGS).describe('The encoding of a text.').optional(),
  delimiter: z.enum(DELIMITER_NAMES).describe('What is between the cells of a text.').optional(),
  sheet: z
    .string()
    .trim()
    .min(1)
    .max(255)
    .describe('The name of the sheet of a workbook, also a hidden one.')
    .optional(),
  headerRow: z.coerce
    .number()
    .int()
    .min(1)
    .max(MAX_HEADER_ROW)
    .describe('The row with the names of the columns, as a spreadsheet numbers it. Rows above it are left out.')
    .optional(),
});
export type ImportReading = z.infer<typeof importReadingSchema>;
bodyShapes.add(importReadingSchema, { id: 'ImportReading', example: { sheet: 'Contacts', headerRow: 3 } });

/** How a file was read. What its format does not have is null. */
export const importDialectSchema = z.object({
  encoding: z.string().nullable(),
  /** One of the names that can be stated, or the character that the file names in a `sep=` line. */
  delimiter: z.string().nullable(),
  sheet: z.string().nullable(),
  /** The sheets that can be read, hidden ones too; a hundred at most. */
  sheets: z.array(z.string()),
  headerRow: z.int().positive().nullable(),
});
export type ImportDialect = z.infer<typeof importDialectSchema>;
