import { describe, expect, it } from 'vitest';
import { dictionary } from '@zxcvbn-ts/language-common';
import { verifyPassword } from '#platform';
import { hashNewPassword } from './new-password.js';

const ABOUT = ['ana.garcia@example.org', 'Ana García', 'Example Ltd'];

/** Loading the list takes a while on a busy machine. */
const TIMEOUT_MS = 30_000;

describe('hashNewPassword', () => {
  it.each([
    'Password1234',
    'p4ssw0rdp4ssw0rd',
    'qwertyuiop12',
    '123456789012',
    'iloveyouforever',
    'aaaaaaaaaaaaaaaaaaaa',
    'abcabcabcabcabc',
    'GarciaGarcia1',
    'ana.garcia@example.org',
    'GarciaExample26',
    'ExampleLtd2026!',
    'example-ltd-example-ltd',
    'Contacts2026!',
    'whatsappwhatsapp',
    'WhatsAppContacts1',
    'Ana-GARCIA_example.org',
  ])(
    'refuses %s',
    async (password) => {
      await expect(hashNewPassword(password, ABOUT)).rejects.toMatchObject({
        code: 'invalid_request',
        extra: { errors: [{ field: 'password', code: 'common_password' }] },
      });
    },
    TIMEOUT_MS,
  );

  it(
    'refuses each password of the list that is long enough',
    async () => {
      const common = dictionary['passwords-common'].filter((password) => password.length >= 12);
      expect(common.length).toBeGreaterThan(300);
      for (const password of common)
        await expect(hashNewPassword(password, []), password).rejects.toMatchObject({ code: 'invalid_request' });
    },
    TIMEOUT_MS,
  );

  it.each([
    'correct horse battery staple',
    'nueve gatos verdes',
    'jK3#kd9aQQpz',
    '§±¿¡«»¬¦þ×÷¶',
    '🐈🦉🚲🌋🪁🧵🍋🛶🎻🦔🧭🏺',
    'garcia likes nine cats',
    'nine green cats '.repeat(64),
  ])(
    'hashes %s',
    async (password) => {
      expect(await verifyPassword(await hashNewPassword(password, ABOUT), password)).toBe(true);
    },
    TIMEOUT_MS,
  );
});
