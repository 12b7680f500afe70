import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import * as contracts from './index.js';
import { answerShapes, bodyShapes, contactCreateSchema, contactPatchSchema, exampleOf } from './index.js';

/** Parsing one of these converts its values to a list, so here we only check that the example is accepted. */
const EDITS: z.ZodType[] = [contactCreateSchema, contactPatchSchema];

describe('the shapes of the API', () => {
  const shapes = Object.values(contracts)
    .filter((value) => value instanceof z.ZodType)
    .flatMap((schema) => [answerShapes, bodyShapes].map((shapes) => ({ schema, id: shapes.get(schema)?.id })))
    .filter(({ id }) => id !== undefined);

  it('each have a name of their own', () => {
    expect(shapes.length).toBeGreaterThan(60);
    expect(new Set(shapes.map(({ id }) => id)).size).toBe(shapes.length);
  });

  it.each(shapes)('have an example of $id that fits', ({ schema }) => {
    const read = schema.safeParse(exampleOf(schema));
    expect(read.error).toBeUndefined();
    if (!EDITS.includes(schema)) expect(read.data).toEqual(exampleOf(schema));
  });
});
