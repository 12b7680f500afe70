import { z } from 'zod';
import { fieldError } from './sentences/field-errors.js';

/** An id that this product generates: UUID version 7, so that ids sort by creation time. */
export const idSchema = z.uuid();

/** A contact's id: its phone number with the country code, as 6 to 15 ASCII digits. */
export const phoneSchema = z.string().regex(/^[1-9]\d{5,14}$/, fieldError('field/phone'));

export const timestampSchema = z.iso.datetime();

/** An exact count, or a lower bound: `{value: 10000, exact: false}` means "10,000+". */
export const countSchema = z.object({ value: z.int().nonnegative(), exact: z.boolean() });
export type Count = z.infer<typeof countSchema>;
