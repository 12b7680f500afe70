import { z } from 'zod';
import { fieldError } from './sentences/field-errors.js';

/** An id made by us: UUID version 7, so that ids sort by the time they were made. */
export const idSchema = z.uuid();

/** A contact's id: the phone number as 6 to 15 ASCII digits with its country code and nothing else. */
export const phoneSchema = z.string().regex(/^[1-9]\d{5,14}$/, fieldError('field/phone'));

export const timestampSchema = z.iso.datetime();

/** An exact count, or a floor: `{value: 10000, exact: false}` reads "10,000+". */
export const countSchema = z.object({ value: z.int().nonnegative(), exact: z.boolean() });
export type Count = z.infer<typeof countSchema>;
