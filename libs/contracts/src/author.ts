import { z } from 'zod';
import { idSchema } from './ids.js';
import { answerShapes, exampleIds } from './shapes.js';

/** Who did something, by the name that colleagues know: a member or an API key. */
export const authorSchema = z.object({ kind: z.enum(['user', 'key']), id: idSchema, name: z.string() });
export type Author = z.infer<typeof authorSchema>;
answerShapes.add(authorSchema, { id: 'Author', example: { kind: 'user', id: exampleIds.user, name: 'Ana García' } });
