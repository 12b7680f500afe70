import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  bodyShapes,
  exampleOf,
  firstAdministratorSchema,
  invitationAcceptSchema,
  passwordChangeSchema,
  passwordResetSchema,
  signInSchema,
} from './index.js';

const NEW = {
  'somebody joins': invitationAcceptSchema,
  'the first administrator comes': firstAdministratorSchema,
  'it is changed': passwordChangeSchema,
  'it is reset': passwordResetSchema,
};

describe('a new password', () => {
  it.each(Object.entries(NEW))('has 12 characters at least, of any kind, and many at most, where %s', (_, schema) => {
    const example: object = exampleOf(schema);
    const taken = (password: string) => schema.safeParse({ ...example, password }).success;
    expect(['x'.repeat(11), '😀'.repeat(11), '', 'x'.repeat(1025)].map(taken)).toEqual([false, false, false, false]);
    const good = ['x'.repeat(12), '123456789012', 'ñandú y güisqui', '            ', '😀'.repeat(12), 'x'.repeat(1024)];
    expect(good.filter((password) => !taken(password))).toEqual([]);
  });

  it.each(Object.entries(NEW))('is passed on as it was written, where %s', (_, schema) => {
    const example: object = exampleOf(schema);
    const password = ' Cafe\u0301 con LECHE\t';
    expect(schema.parse({ ...example, password })).toMatchObject({ password });
  });
});

it('a password that is given is passed on as it was written', () => {
  const password = ' Cafe\u0301 con LECHE\t';
  expect(signInSchema.parse({ email: 'ana@example.org', password })).toMatchObject({ password });
});

it.each(['ana@example.org\r\nBcc: eve@example.org', 'ana@example.org\n', 'Ana <ana@example.org>', 'a@b.org,c@d.org'])(
  'an e-mail address is one address alone: %j is none',
  (email) => expect(signInSchema.safeParse({ email, password: 'x' }).success).toBe(false),
);

it('no body asks for a hint or a secret question', () => {
  const schemas = [...bodyShapes._idmap.values()].map((schema) =>
    z.toJSONSchema(schema as z.ZodType, { io: 'input', unrepresentable: 'any' }),
  );
  const names = [...JSON.stringify(schemas).matchAll(/"(\w+)":\{/g)].map(([, name]) => name!);
  expect(names.length).toBeGreaterThan(50);
  expect(names.filter((name) => /hint|question|answer|maiden|reminder/i.test(name))).toEqual([]);
});
