import { z } from 'zod';
import { PROBLEMS, type ProblemCode } from './problems.js';
import { answerShapes } from './shapes.js';
import { sentenceSchema } from './sentences/index.js';

/**
 * The body of an error response. `errors` lists the invalid fields; their `code` is the code of a row error. `traceId`:
 * where the installation traces its requests.
 */
export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.string(),
  detail: z.string(),
  requestId: z.string().optional(),
  traceId: z.string().optional(),
  errors: z.array(z.object({ field: z.string(), ...sentenceSchema.partial({ code: true }).shape })).optional(),
});
export type Problem = z.infer<typeof problemSchema>;
answerShapes.add(problemSchema, { id: 'Problem', example: problemExample('not_found') });

/** An example of the response with this code. */
export function problemExample(code: ProblemCode): Problem {
  const { status, title } = PROBLEMS[code];
  return {
    type: `urn:contacts:problem:${code}`,
    title: title.en,
    status,
    code,
    detail: `${title.en}.`,
    requestId: '0197c5a2-6e1f-4f7e-9a55-3c1d2b7f8e90',
  };
}
