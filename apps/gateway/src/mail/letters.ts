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
  factorSubject: {
    en: 'Your second factor for Contacts has changed',
    es: 'Tu segundo factor de Contacts ha cambiado',
  },
  factor: {
    en: [
      'Hello {name},',
      '{what} ({time}, UTC).',
      'If it was you, there is nothing to do. If it was not you, change your password at once, and tell an administrator of your organisation.',
    ].join('\n\n'),
    es: [
      'Hola, {name}:',
      '{what} ({time}, UTC).',
      'Si fuiste tú, no tienes que hacer nada. Si no fuiste tú, cambia tu contraseña enseguida y avisa a quien administra tu organización.',
    ].join('\n\n'),
  },
} as const satisfies Texts;

const FACTOR_CHANGES = {
  appSetUp: {
    en: 'an authenticator app was set up for your sign-in',
    es: 'se configuró una aplicación de autenticación para tu inicio de sesión',
  },
  appTurnedOff: {
    en: 'the authenticator app of your sign-in was turned off',
    es: 'se desactivó la aplicación de autenticación de tu inicio de sesión',
  },
  passkeyAdded: {
    en: 'a passkey was added, which signs you in',
    es: 'se añadió una llave de acceso, con la que se entra en tu cuenta',
  },
  passkeyRemoved: {
    en: 'a passkey was removed, which signs you in no more',
    es: 'se quitó una llave de acceso, que ya no sirve para entrar',
  },
  codesRenewed: {
    en: 'new recovery codes were made, and those of before work no more',
    es: 'se crearon códigos de recuperación nuevos, y los de antes ya no sirven',
  },
  reset: {
    en: 'an administrator took your second factor away, so your password alone signs you in',
    es: 'quien administra quitó tu segundo factor, así que tu contraseña sola basta para entrar',
  },
} as const satisfies Texts;
export type FactorChange = keyof typeof FACTOR_CHANGES;

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

/** The letter about a change of the second factor. */
export function factorLetter(
  { email, name }: { email: string; name: string },
  change: FactorChange,
  at: Date,
  language: Language,
): Letter {
  const format = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' });
  const values = { name, what: FACTOR_CHANGES[change][language], time: format.format(at) };
  return {
    to: email,
    subject: TEXTS.factorSubject[language],
    text: `${fillText(TEXTS.factor[language], language, values)}\n`,
  };
}
