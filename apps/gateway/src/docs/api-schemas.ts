import {
  accountCreateSchema,
  accountPatchSchema,
  apiKeyCreateSchema,
  apiKeySchema,
  firstAdministratorSchema,
  invitationAcceptSchema,
  invitationSchema,
  memberInviteSchema,
  memberPatchSchema,
  memberSchema,
  newApiKeySchema,
  newInvitationSchema,
  accountSchema,
  audienceSchema,
  auditEntrySchema,
  authorSchema,
  campaignCreateSchema,
  campaignMemberSchema,
  campaignPatchSchema,
  campaignScheduleSchema,
  campaignSchema,
  catalogueEntrySchema,
  contactCreateSchema,
  contactPatchSchema,
  contactSchema,
  deadLetterReplaySchema,
  deadLetterSchema,
  exportRequestSchema,
  exportSchema,
  importSchema,
  importStartSchema,
  importStatisticsSchema,
  meSchema,
  pageOf,
  problemSchema,
  reachabilityReportSchema,
  replayRequestSchema,
  replaySchema,
  reachRequestSchema,
  reachSchema,
  sessionWaysSchema,
  signInSchema,
  tagChangeRequestSchema,
  tagChangeSchema,
  newWebhookSchema,
  webhookAttemptSchema,
  webhookCreateSchema,
  webhookMessageSchema,
  webhookPatchSchema,
  webhookRetrySchema,
  webhookSchema,
  whatsappConnectionSchema,
  whatsappConnectSchema,
} from '#contracts';
import { z } from 'zod';

/** The shapes the API answers with, by their name in the OpenAPI document. */
const ANSWERS = {
  Account: accountSchema,
  AccountPage: pageOf(accountSchema),
  ApiKey: apiKeySchema,
  ApiKeyPage: pageOf(apiKeySchema),
  Audience: audienceSchema,
  Author: authorSchema,
  AuditPage: pageOf(auditEntrySchema),
  Campaign: campaignSchema,
  CampaignMemberPage: pageOf(campaignMemberSchema),
  CampaignPage: pageOf(campaignSchema),
  CatalogueEntry: catalogueEntrySchema,
  CataloguePage: pageOf(catalogueEntrySchema),
  Contact: contactSchema,
  ContactPage: pageOf(contactSchema),
  DeadLetterPage: pageOf(deadLetterSchema),
  DeadLetterReplay: deadLetterReplaySchema,
  Export: exportSchema,
  ExportPage: pageOf(exportSchema),
  Import: importSchema,
  ImportPage: pageOf(importSchema),
  ImportStatistics: importStatisticsSchema,
  InvitationPage: pageOf(invitationSchema),
  Me: meSchema,
  Member: memberSchema,
  MemberPage: pageOf(memberSchema),
  NewApiKey: newApiKeySchema,
  NewInvitation: newInvitationSchema,
  Problem: problemSchema,
  Replay: replaySchema,
  ReplayPage: pageOf(replaySchema),
  Reach: reachSchema,
  SessionWays: sessionWaysSchema,
  TagChange: tagChangeSchema,
  TagChangePage: pageOf(tagChangeSchema),
  NewWebhook: newWebhookSchema,
  Webhook: webhookSchema,
  WebhookAttempt: webhookAttemptSchema,
  WebhookMessagePage: pageOf(webhookMessageSchema),
  WebhookPage: pageOf(webhookSchema),
  WebhookRetry: webhookRetrySchema,
  WhatsappConnection: whatsappConnectionSchema,
  WhatsappConnectionPage: pageOf(whatsappConnectionSchema),
};

/** The shapes it takes: what has a default may be left out. */
const BODIES = {
  AccountCreate: accountCreateSchema,
  AccountPatch: accountPatchSchema,
  CampaignCreate: campaignCreateSchema,
  CampaignPatch: campaignPatchSchema,
  CampaignSchedule: campaignScheduleSchema,
  ContactCreate: contactCreateSchema,
  ContactPatch: contactPatchSchema,
  ExportRequest: exportRequestSchema,
  ImportStart: importStartSchema,
  ReachabilityReport: reachabilityReportSchema,
  ReachRequest: reachRequestSchema,
  SignIn: signInSchema,
  ApiKeyCreate: apiKeyCreateSchema,
  FirstAdministrator: firstAdministratorSchema,
  InvitationAccept: invitationAcceptSchema,
  MemberInvite: memberInviteSchema,
  MemberPatch: memberPatchSchema,
  ReplayRequest: replayRequestSchema,
  WebhookCreate: webhookCreateSchema,
  WebhookPatch: webhookPatchSchema,
  TagChangeRequest: tagChangeRequestSchema,
  WhatsappConnect: whatsappConnectSchema,
};

export type AnswerName = keyof typeof ANSWERS;
export type BodyName = keyof typeof BODIES;
export type JsonSchema = Record<string, unknown>;

/** Points to a shape of the document. */
export const schemaRef = (name: AnswerName | BodyName): { $ref: string } => ({ $ref: `#/components/schemas/${name}` });

/** `components.schemas` of the OpenAPI document, made from the contracts. */
export function componentSchemas(): Record<string, JsonSchema> {
  return { ...toJsonSchemas(ANSWERS, 'output'), ...toJsonSchemas(BODIES, 'input') };
}

/** The JSON schema of each field of an object, and which of them must be there. */
export function fieldSchemas(schema: z.ZodObject): { properties: Record<string, JsonSchema>; required: string[] } {
  const { properties, required } = z.toJSONSchema(schema, { io: 'input' });
  return { properties: properties as Record<string, JsonSchema>, required: required ?? [] };
}

function toJsonSchemas(named: Record<string, z.ZodType>, io: 'input' | 'output'): Record<string, JsonSchema> {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(named)) registry.add(schema, { id });
  const { schemas } = z.toJSONSchema(registry, { io, uri: (id) => `#/components/schemas/${id}` });
  return Object.fromEntries(Object.entries(schemas).map(([id, { $schema: _, $id: __, ...schema }]) => [id, schema]));
}
