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
  deviceSubject: {
    en: 'A new sign-in to Contacts',
    es: 'Un nuevo inicio de sesión en Contacts',
  },
  device: {
    en: [
      'Hello {name},',
      'somebody signed in as you with a browser that you have not used here before: {device}, from the address {address}, {time} (UTC).',
      'If it was you, there is nothing to do. If it was not you, change your password at once, which ends that session too, and tell an administrator of your organisation.',
    ].join('\n\n'),
    es: [
      'Hola, {name}:',
      'alguien entró con tu cuenta desde un navegador que no habías usado aquí: {device}, desde la dirección {address}, {time} (UTC).',
      'Si fuiste tú, no tienes que hacer nada. Si no fuiste tú, cambia tu contraseña enseguida, con lo que también se cierra esa sesión, y avisa a quien administra tu organización.',
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

/** The letter about a sign-in in a browser that the person has not used before. */
export function newDeviceLetter(
  { email, name }: { email: string; name: string },
  { device, address, at }: { device: string; address: string; at: Date },
  language: Language,
): Letter {
  const format = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' });
  const values = { name, device, address, time: format.format(at) };
  return {
    to: email,
    subject: TEXTS.deviceSubject[language],
    text: `${fillText(TEXTS.device[language], language, values)}\n`,
  };
}
