import { describe, expect, it } from '@jest/globals';
import {
  accountSchema,
  audienceSchema,
  contactSchema,
  exportRequestSchema,
  exportSchema,
  importSchema,
  importStartSchema,
  meSchema,
  pageOf,
  signInSchema,
} from '#contracts';
import type { z } from 'zod';
import { componentSchemas } from './api-schemas.js';
import { examples } from './examples.js';

const schemas: Record<keyof typeof examples, z.ZodType> = {
  account: accountSchema,
  accounts: pageOf(accountSchema),
  contact: contactSchema,
  contacts: pageOf(contactSchema),
  import: importSchema,
  imports: pageOf(importSchema),
  importStart: importStartSchema,
  exportRequest: exportRequestSchema,
  export: exportSchema,
  exports: pageOf(exportSchema),
  audience: audienceSchema,
  signIn: signInSchema,
  me: meSchema,
};

describe('the OpenAPI document', () => {
  it.each(Object.entries(schemas))('has an example of %s that fits its contract', (name, schema) => {
    const example = examples[name as keyof typeof examples];
    expect(schema.parse(example)).toEqual(example);
  });

  it('names shapes and lets them refer to each other', () => {
    const components = componentSchemas();
    expect(JSON.stringify(components.ImportPage)).toContain('"#/components/schemas/Import"');
    expect(components.ExportRequest).toMatchObject({ required: ['filter'] });
  });
});
