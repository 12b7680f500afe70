import { z } from 'zod';
import { auditEntrySchema } from './audit.js';
import { contactSchema, optOutSchema } from './contact.js';
import { contactChangeSchema } from './contact-history.js';
import { idSchema, phoneSchema, timestampSchema } from './ids.js';
import { answerShapes, exampleIds, exampleOf } from './shapes.js';

/**
 * Something that may still have data of a person, besides the contacts. Files, which are not read: of an import (with the
 * preview and the rows with problems) or of an export, and an upload that is under way. The frozen audience of a campaign
 * (the number alone), an event that waits or that a service gave up, or messages that wait for a webhook or were given
 * up: these are searched for the number. And what somebody wrote that names the person: the name of a file, of a segment
 * or of a campaign, and the conditions of these, of an export or of a tag change. `until`: when it is removed; null: not
 * by itself, or not before it has ended. An erasure takes the number out of frozen audiences, so their `until` is its time.
 */
export const personalCopySchema = z.object({
  kind: z.enum(['import', 'export', 'tag_change', 'upload', 'campaign', 'segment', 'event', 'dead_letter', 'webhook']),
  id: idSchema,
  accountId: idSchema.nullable(),
  until: timestampSchema.nullable(),
});
export type PersonalCopy = z.infer<typeof personalCopySchema>;

const copiesShape = {
  /** `copiesComplete`: false when there are more than the list has. */
  copies: z.array(personalCopySchema),
  copiesComplete: z.boolean(),
};
const exampleCopies = {
  copies: [
    { kind: 'import', id: exampleIds.import, accountId: exampleIds.account, until: '2027-02-20T09:30:00.000Z' },
    { kind: 'export', id: exampleIds.export, accountId: exampleIds.account, until: '2026-11-25T10:15:00.000Z' },
  ],
  copiesComplete: true,
} as const;

/**
 * The answer to an erasure: in which accounts the person was a contact, since when nothing is known, and what may
 * still have it.
 */
export const erasureSchema = z.object({
  phone: phoneSchema,
  erasedAt: timestampSchema,
  accountIds: z.array(idSchema),
  ...copiesShape,
});
export type Erasure = z.infer<typeof erasureSchema>;
const { phone } = exampleOf(contactSchema);
answerShapes.add(erasureSchema, {
  id: 'Erasure',
  example: {
    phone,
    erasedAt: '2026-11-22T10:15:00.000Z',
    accountIds: [exampleIds.account],
    copies: [...exampleCopies.copies],
    copiesComplete: true,
  },
});

/**
 * All that is known of one phone number in an organisation: its contacts, how each changed as far as that is kept, the
 * marks "do not contact", the entries of the audit log about the imports and orders that wrote the contacts, and what
 * else may have it.
 */
export const personalDataSchema = z.object({
  phone: phoneSchema,
  accountIds: z.array(idSchema),
  contacts: z.array(contactSchema),
  history: z.array(
    z.object({
      accountId: idSchema,
      phone: phoneSchema,
      isComplete: z.boolean(),
      changes: z.array(contactChangeSchema),
    }),
  ),
  /** `accountId` null: for all accounts. */
  optOuts: z.array(z.object({ accountId: idSchema.nullable(), phone: phoneSchema, mark: optOutSchema })),
  audit: z.array(auditEntrySchema),
  ...copiesShape,
});
export type PersonalData = z.infer<typeof personalDataSchema>;
answerShapes.add(personalDataSchema, {
  id: 'PersonalData',
  example: {
    phone,
    accountIds: [exampleIds.account],
    contacts: [exampleOf(contactSchema)],
    history: [],
    optOuts: [],
    audit: [],
    copies: [...exampleCopies.copies],
    copiesComplete: true,
  },
});
