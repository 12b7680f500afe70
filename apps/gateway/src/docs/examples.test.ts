import { describe, expect, it } from '@jest/globals';
import {
  accountSchema,
  audienceSchema,
  campaignCreateSchema,
  campaignMemberSchema,
  campaignPatchSchema,
  campaignScheduleSchema,
  campaignSchema,
  catalogueEntrySchema,
  contactCreateSchema,
  contactPatchSchema,
  contactSchema,
  exportRequestSchema,
  exportSchema,
  importSchema,
  importStartSchema,
  importStatisticsSchema,
  meSchema,
  pageOf,
  reachabilityReportSchema,
  reachRequestSchema,
  reachSchema,
  signInSchema,
  tagChangeRequestSchema,
  tagChangeSchema,
} from '#contracts';
import type { z } from 'zod';
import { componentSchemas } from './api-schemas.js';
import { examples } from './examples.js';

/** Reading one turns its values into a list, so that it only has to be accepted. */
const edits = { contactCreate: contactCreateSchema, contactPatch: contactPatchSchema };
const schemas: Record<Exclude<keyof typeof examples, keyof typeof edits>, z.ZodType> = {
  account: accountSchema,
  accounts: pageOf(accountSchema),
  contact: contactSchema,
  contacts: pageOf(contactSchema),
  reachabilityReport: reachabilityReportSchema,
  catalogue: pageOf(catalogueEntrySchema),
  importStatistics: importStatisticsSchema,
  largestTags: pageOf(catalogueEntrySchema),
  tagChangeRequest: tagChangeRequestSchema,
  tagChange: tagChangeSchema,
  tagChanges: pageOf(tagChangeSchema),
  import: importSchema,
  imports: pageOf(importSchema),
  importStart: importStartSchema,
  exportRequest: exportRequestSchema,
  export: exportSchema,
  exports: pageOf(exportSchema),
  audience: audienceSchema,
  campaign: campaignSchema,
  campaigns: pageOf(campaignSchema),
  campaignCreate: campaignCreateSchema,
  campaignPatch: campaignPatchSchema,
  campaignSchedule: campaignScheduleSchema,
  campaignMembers: pageOf(campaignMemberSchema),
  reachRequest: reachRequestSchema,
  reach: reachSchema,
  signIn: signInSchema,
  me: meSchema,
};

describe('the OpenAPI document', () => {
  it.each(Object.entries(schemas))('has an example of %s that fits its contract', (name, schema) => {
    const example = examples[name as keyof typeof examples];
    expect(schema.parse(example)).toEqual(example);
  });

  it.each(Object.entries(edits))('has an example of %s that its contract takes', (name, schema) => {
    expect(schema.safeParse(examples[name as keyof typeof edits]).error).toBeUndefined();
  });

  it('names shapes and lets them refer to each other', () => {
    const components = componentSchemas();
    expect(JSON.stringify(components.ImportPage)).toContain('"#/components/schemas/Import"');
    expect(components.ExportRequest).toMatchObject({ required: ['filter'] });
  });
});
