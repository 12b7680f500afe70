import type { Texts } from '#contracts';

/** The field for a new password, wherever one is chosen. */
export const password = {
  'password.label': { en: 'Password', es: 'Contraseña' },
  'password.new': { en: 'New password', es: 'Contraseña nueva' },
  'password.help': {
    en: 'At least {least} characters. Some words that you remember are better than odd signs.',
    es: 'Al menos {least} caracteres. Unas palabras que recuerdes son mejores que signos raros.',
  },
  'password.short': {
    en: { one: '{count} more character is needed.', other: '{count} more characters are needed.' },
    es: { one: 'Falta {count} carácter más.', other: 'Faltan {count} caracteres más.' },
  },
} as const satisfies Texts;
