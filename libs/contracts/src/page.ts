import { z } from 'zod';
import { countSchema, type Count } from './ids.js';
import { answerShapes } from './shapes.js';

/** A list answer. `next` is the cursor of the following page, null on the last. */
export type Page<T> = { items: T[]; next: string | null; count: Count };

/** The shape of a list answer, by its name in the document, with one item and what else its example says. */
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
