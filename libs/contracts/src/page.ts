import { z } from 'zod';
import { countSchema, type Count } from './ids.js';
import { answerShapes } from './shapes.js';

/** One page of a list. `next` is the cursor of the next page; null on the last. */
export type Page<T> = { items: T[]; next: string | null; count: Count };

/**
 * The schema of a list response: its name in the API's document, the schema of one item, and further fields of its
 * example.
 */
export function pageOf<T extends z.ZodType>(
  id: string,
  item: T,
  example: z.input<T>,
  rest: { next?: string; count?: Count } = {},
) {
  return z.object({ items: z.array(item), next: z.string().nullable(), count: countSchema }).register(answerShapes, {
    id,
    example: { items: [example], next: null, count: { value: 1, exact: true }, ...rest },
  });
}
