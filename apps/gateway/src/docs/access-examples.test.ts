import { describe, expect, it } from '@jest/globals';
import {
  accountCreateSchema,
  accountPatchSchema,
  apiKeyCreateSchema,
  apiKeySchema,
  auditEntrySchema,
  authorSchema,
  deadLetterReplaySchema,
  deadLetterSchema,
  firstAdministratorSchema,
  invitationAcceptSchema,
  invitationSchema,
  memberInviteSchema,
  memberPatchSchema,
  memberSchema,
  newApiKeySchema,
  newInvitationSchema,
  pageOf,
  sessionWaysSchema,
  whatsappConnectionSchema,
  whatsappConnectSchema,
} from '#contracts';
import type { z } from 'zod';
import { accessExamples } from './access-examples.js';

const schemas: Record<keyof typeof accessExamples, z.ZodType> = {
  sessionWays: sessionWaysSchema,
  deadLetters: pageOf(deadLetterSchema),
  deadLetterReplay: deadLetterReplaySchema,
  audit: pageOf(auditEntrySchema),
  author: authorSchema,
  accountCreate: accountCreateSchema,
  accountPatch: accountPatchSchema,
  connection: whatsappConnectionSchema,
  connections: pageOf(whatsappConnectionSchema),
  connect: whatsappConnectSchema,
  apiKey: apiKeySchema,
  apiKeys: pageOf(apiKeySchema),
  apiKeyCreate: apiKeyCreateSchema,
  newApiKey: newApiKeySchema,
  member: memberSchema,
  members: pageOf(memberSchema),
  memberInvite: memberInviteSchema,
  memberPatch: memberPatchSchema,
  invitations: pageOf(invitationSchema),
  newInvitation: newInvitationSchema,
  invitationAccept: invitationAcceptSchema,
  firstAdministrator: firstAdministratorSchema,
};

describe('the OpenAPI document', () => {
  it.each(Object.entries(schemas))('has an example of %s that fits its contract', (name, schema) => {
    const example = accessExamples[name as keyof typeof accessExamples];
    expect(schema.parse(example)).toEqual(example);
  });
});
