import { answerShapes, bodyShapes } from '#contracts';
import { z } from 'zod';

type JsonSchema = Record<string, unknown>;

/** The reference of a shape in the document. Shapes refer to each other by it too. */
const uri = (id: string): string => `#/components/schemas/${id}`;

/** A reference to a shape in the document. */
export function shapeRef(schema: z.ZodType): { $ref: string } {
  const shape = answerShapes.get(schema) ?? bodyShapes.get(schema);
  if (!shape) throw new Error('Add the schema to answerShapes or bodyShapes, where it is defined');
  return { $ref: uri(shape.id) };
}

/** `components.schemas` of the OpenAPI document, generated from the contracts. */
export function componentSchemas(): Record<string, JsonSchema> {
  const answers = z.toJSONSchema(answerShapes, { io: 'output', uri });
  const bodies = z.toJSONSchema(bodyShapes, { io: 'input', uri, override });
  const schemas = Object.entries({ ...answers.schemas, ...bodies.schemas });
  return Object.fromEntries(schemas.map(([id, { $schema: _, $id: __, ...schema }]) => [id, schema]));
}

/** The JSON schema of each field of an object, and which fields are required. */
export function fieldSchemas(schema: z.ZodObject): { properties: Record<string, JsonSchema>; required: string[] } {
  const { properties, required } = z.toJSONSchema(schema, { io: 'input', override });
  return { properties: properties as Record<string, JsonSchema>, required: required ?? [] };
}

/** A text that is trimmed before its length is checked must not be blank. */
const override: NonNullable<z.core.ToJSONSchemaParams['override']> = ({ zodSchema, jsonSchema }) => {
  const checks = zodSchema._zod.def.checks ?? [];
  const isTrimmed = checks.some(({ _zod: { def } }) => def.check === 'overwrite');
  if (isTrimmed && jsonSchema.minLength === 1) jsonSchema.pattern = String.raw`\S`;
};
