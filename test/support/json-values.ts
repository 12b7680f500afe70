import fc from 'fast-check';

/** A JSON schema of the OpenAPI document. */
export type JsonSchema = Record<string, unknown> | boolean;

/** Values that have broken programs. */
const NASTY: unknown[] = [
  ...[
    null,
    true,
    0,
    -1,
    1.5,
    1e300,
    2 ** 53,
    '',
    ' ',
    '\0',
    '\ud800',
    '\u202e',
    '😀',
    '__proto__',
    '{"$gt":""}',
    '../..',
  ],
  ...['=1+1', '%00', 'a'.repeat(5000), [], {}, [[]], [null], { $ne: null }, { $where: 'sleep(1)' }, { constructor: 1 }],
  JSON.parse('{"__proto__":{"admin":true}}'),
];

/** What is tried beside the schema: real ids and the like, by the name of the field. */
export type Known = Readonly<Record<string, readonly unknown[]>>;

/**
 * Values that mostly meet a JSON schema; whoever needs those that surely do filters them. Knows the keywords that our
 * document has.
 * @param resolve finds the schema of a `$ref`
 */
export function valuesOf(
  schema: JsonSchema,
  resolve: (ref: string) => JsonSchema,
  known: Known = {},
): fc.Arbitrary<unknown> {
  const inner = (part: unknown, name = ''): fc.Arbitrary<unknown> => {
    if (typeof part !== 'object' || part === null) return fc.jsonValue({ maxDepth: 1 });
    const at = part as Record<string, unknown>;
    const of = known[name];
    const values = bySchema(at);
    return of ? fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...of) }, values) : values;
  };
  const bySchema = (at: Record<string, unknown>): fc.Arbitrary<unknown> => {
    if (at.$ref !== undefined) return inner(resolve(at.$ref as string));
    if ('const' in at) return fc.constant(at.const);
    if (at.enum) return fc.constantFrom(...(at.enum as unknown[]));
    const choices = (at.oneOf ?? at.anyOf) as JsonSchema[] | undefined;
    // Beside a type, they only restrict it.
    if (choices && at.type === undefined) return fc.oneof(...choices.map((choice) => inner(choice)));
    if (at.type === undefined) return fc.jsonValue({ maxDepth: 1 });
    const types = [at.type].flat() as string[];
    return fc.oneof(...types.map((type) => ofType(type, at)));
  };
  const ofType = (type: string, at: Record<string, unknown>): fc.Arbitrary<unknown> => {
    if (type === 'object') return objects(at);
    if (type === 'array') return fc.array(inner(at.items), { minLength: at.minItems as number, maxLength: 3 });
    if (type === 'string') return texts(at);
    if (type === 'boolean') return fc.boolean();
    if (type === 'null') return fc.constant(null);
    const [min, max] = [(at.minimum as number) ?? -5, (at.maximum as number) ?? 1000];
    return type === 'integer'
      ? fc.integer({ min, max: Math.min(max, 2 ** 31 - 1) })
      : fc.double({ min, max, noNaN: true });
  };
  const objects = (at: Record<string, unknown>): fc.Arbitrary<unknown> => {
    const properties = Object.entries(at.properties ?? {});
    const all = Object.fromEntries(properties.map(([name, part]) => [name, inner(part, name)]));
    const named = fc.record(all, { requiredKeys: (at.required ?? []) as string[] });
    const others = at.additionalProperties;
    if (typeof others !== 'object' || others === null) return named;
    return fc
      .tuple(named, fc.dictionary(fc.string({ maxLength: 8 }), inner(others), { maxKeys: 3 }))
      .map(([a, b]) => ({ ...b, ...a }));
  };
  return inner(schema);
}

function texts({ format, pattern, minLength = 0, maxLength = 40 }: Record<string, unknown>): fc.Arbitrary<string> {
  if (format === 'uuid') return fc.uuid();
  if (format === 'email') return fc.stringMatching(/^[a-z]{1,8}@[a-z]{1,8}\.test$/);
  if (format === 'uri') return fc.stringMatching(/^https?:\/\/[a-z]{1,8}\.test(:1)?(\/[a-z]{0,5}(\?[a-z=]{0,5})?)?$/);
  if (format === 'date-time')
    return fc
      .date({ noInvalidDate: true, min: new Date(0), max: new Date('2100-01-01') })
      .map((date) => date.toISOString());
  if (typeof pattern === 'string' && pattern !== String.raw`\S`) return fc.stringMatching(new RegExp(pattern));
  return fc.string({
    unit: 'grapheme',
    minLength: minLength as number,
    maxLength: Math.min(Math.max(40, minLength as number), maxLength as number),
  });
}

/** The same value, with one part of it replaced, removed or added. */
export function broken(values: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  const nasty = fc.constantFrom(...NASTY);
  return fc.oneof(
    {
      weight: 6,
      arbitrary: fc
        .tuple(values, fc.nat(), fc.nat(2), nasty)
        .map(([value, at, how, by]) => breakAt(value, at, how, by)),
    },
    { weight: 1, arbitrary: fc.jsonValue() },
    { weight: 1, arbitrary: nasty },
  );
}

function breakAt(value: unknown, at: number, how: number, by: unknown): unknown {
  const copy = structuredClone(value);
  const places: [holder: Record<string, unknown>, key: string][] = [];
  const collect = (holder: unknown): void => {
    if (typeof holder !== 'object' || holder === null) return;
    for (const key of Object.keys(holder)) {
      places.push([holder as Record<string, unknown>, key]);
      collect((holder as Record<string, unknown>)[key]);
    }
  };
  collect(copy);
  if (places.length === 0) return by;
  const [holder, key] = places[at % places.length]!;
  if (how === 0) holder[key] = by;
  else if (how === 1) delete holder[key];
  else holder[`${key}x`] = by;
  return copy;
}
