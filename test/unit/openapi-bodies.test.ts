import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bodyShapes } from '#contracts';
import type { z } from 'zod';
import { componentSchemas } from '../../apps/gateway/src/docs/api-schemas.js';
import { valuesOf, type JsonSchema } from '../support/json-values.js';

/** What no JSON schema can say. The descriptions of the schemas say it. */
const BEYOND_SCHEMAS = ['field/row_twice', 'field/mapping_column_twice'];

describe('the schemas of bodies in the OpenAPI document', () => {
  const components = componentSchemas();
  // The patterns of zod say what formats mean.
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  ajv.addSchema({ $id: 'api', components: { schemas: components } });
  const resolve = (ref: string): JsonSchema => components[ref.split('/').at(-1)!]!;
  const bodies = [...bodyShapes._idmap] as [string, z.ZodType][];

  it.each(bodies)('say everything that is asked of the body %s', (name, schema) => {
    const isValid = ajv.getSchema(`api#/components/schemas/${name}`)!;
    const values = valuesOf(components[name]!, resolve).filter((value) => isValid(value) as boolean);
    const refusals = (value: unknown) =>
      (schema.safeParse(value).error?.issues ?? []).filter(({ message }) => !BEYOND_SCHEMAS.includes(message));
    fc.assert(
      fc.property(values, (value) => void expect(refusals(value)).toEqual([])),
      { numRuns: 30, seed: 22 },
    );
  });
});
