import { z } from 'zod';
import { contactSchema } from './contact.js';
import { idSchema, phoneSchema } from './ids.js';
import { answerShapes, exampleOf } from './shapes.js';

/** A tag, as first written, and the accounts whose contact has it. */
export const personTagSchema = z.object({ tag: z.string(), accountIds: z.array(idSchema) });
export type PersonTag = z.infer<typeof personTagSchema>;

/** One person in all accounts of an organisation: the contacts with a phone number, in the order of the accounts. */
export const personSchema = z.object({
  phone: phoneSchema,
  contacts: z.array(contactSchema),
  tags: z.array(personTagSchema),
});
export type Person = z.infer<typeof personSchema>;
const exampleContact = exampleOf(contactSchema);
answerShapes.add(personSchema, {
  id: 'Person',
  example: {
    phone: exampleContact.phone,
    contacts: [exampleContact],
    tags: exampleContact.tags.map((tag) => ({ tag, accountIds: [exampleContact.accountId] })),
  },
});
