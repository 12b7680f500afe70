import { describe, expect, it } from 'vitest';
import { accountSchema, idSchema, importPageSchema } from '#contracts';
import { componentSchemas, shapeRef } from './api-schemas.js';

describe('the shapes of the OpenAPI document', () => {
  it('are named and refer to each other', () => {
    const components = componentSchemas();
    expect(JSON.stringify(components.ImportPage)).toContain('"#/components/schemas/Import"');
    expect(components.ExportRequest).toMatchObject({ required: ['filter'] });
    expect(shapeRef(importPageSchema)).toEqual({ $ref: '#/components/schemas/ImportPage' });
    expect(shapeRef(accountSchema)).toEqual({ $ref: '#/components/schemas/Account' });
  });

  it('stop the boot when a route names a schema that has no name', () => {
    expect(() => shapeRef(idSchema)).toThrow('Add the schema to answerShapes or bodyShapes');
  });
});
