import { z } from 'zod';

/** What the API's document shows for a schema: its name and an example, as a client would write or read it. */
interface Shape {
  id: string;
  example: z.$input;
}

/** The schemas of responses. */
export const answerShapes = z.registry<Shape>();

/** The schemas of request bodies: fields with a default may be omitted. */
export const bodyShapes = z.registry<Shape>();

/** The example that a schema was registered with. */
export function exampleOf<S extends z.ZodType>(schema: S): z.input<S> {
  const shape = answerShapes.get(schema) ?? bodyShapes.get(schema);
  if (!shape) throw new Error('The schema is in neither answerShapes nor bodyShapes');
  return shape.example;
}

/** Ids that several examples share, so that the examples fit together. */
export const exampleIds = {
  organisation: '0197c5a0-1111-7000-8000-000000000001',
  account: '0197c5a0-2222-7000-8000-000000000002',
  user: '0197c5a0-3333-7000-8000-000000000003',
  import: '0197c5a0-4444-7000-8000-000000000004',
  export: '0197c5a0-5555-7000-8000-000000000005',
  segment: '0197c5a0-d4d4-7000-8000-00000000000d',
};
