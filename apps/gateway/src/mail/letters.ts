import { fillText, type Language, type Texts } from '#contracts';
import type { Letter } from './mail.service.js';

const TEXTS = {
  passwordSubject: {
    en: 'A new password for Contacts',
    es: 'Una contraseña nueva para Contacts',
  },
  password: {
    en: [
      'Hello {name},',
      'somebody asked for a new password for this address. If it was you, open this link and choose one:',
      '{link}',
      'It works once, until {time} (UTC). If it was not you, do nothing: your password stays as it is.',
    ].join('\n\n'),
    es: [
      'Hola, {name}:',
      'alguien pidió una contraseña nueva para esta dirección. Si fuiste tú, abre este enlace y elige una:',
      '{link}',
      'Sirve una sola vez, hasta las {time} (UTC). Si no fuiste tú, no hagas nada: tu contraseña sigue siendo la misma.',
    ].join('\n\n'),
  },
} as const satisfies Texts;

/** The letter with a link for a new password. */
export function passwordLetter(
  { email, name }: { email: string; name: string },
  link: string,
  expiresAt: Date,
  language: Language,
): Letter {
  const time = new Intl.DateTimeFormat(language, { timeStyle: 'short', timeZone: 'UTC' }).format(expiresAt);
  return {
    to: email,
    subject: TEXTS.passwordSubject[language],
    text: `${fillText(TEXTS.password[language], language, { name, link, time })}\n`,
  };
}
