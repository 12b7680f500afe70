import type { Texts } from '#contracts';

/** The own second factor, and the second step of the sign-in. */
export const secondFactor = {
  'factor.heading': { en: 'Second factor', es: 'Segundo factor' },
  'factor.off': {
    en: 'With an authenticator app on your phone, your password alone signs nobody in: the sign-in also asks for a code.',
    es: 'Con una aplicación de autenticación en tu teléfono, tu contraseña sola no basta: al entrar también se pide un código.',
  },
  'factor.on': {
    en: 'The sign-in asks for a code of your authenticator app, set up {date}.',
    es: 'Al entrar se pide un código de tu aplicación de autenticación, configurada el {date}.',
  },
  'factor.codesLeft': {
    en: { one: '{count} recovery code is left.', other: '{count} recovery codes are left.' },
    es: { one: 'Queda {count} código de recuperación.', other: 'Quedan {count} códigos de recuperación.' },
  },
  'factor.setUp': { en: 'Set up an authenticator app', es: 'Configurar una aplicación de autenticación' },
  'factor.setUpAgain': { en: 'Set up another app', es: 'Configurar otra aplicación' },
  'factor.newCodes': { en: 'New recovery codes', es: 'Códigos de recuperación nuevos' },
  'factor.newCodesHelp': {
    en: 'The recovery codes that you have now will work no more.',
    es: 'Los códigos de recuperación que tienes ahora dejarán de servir.',
  },
  'factor.turnOff': { en: 'Turn off', es: 'Desactivar' },
  'factor.turnOffTitle': { en: 'Turn the authenticator app off', es: 'Desactivar la aplicación de autenticación' },
  'factor.turnOffHelp': {
    en: 'Your password alone will sign you in again, and your recovery codes will work no more.',
    es: 'Tu contraseña sola volverá a bastar para entrar, y tus códigos de recuperación dejarán de servir.',
  },
  'factor.turnedOff': {
    en: 'Your authenticator app is turned off.',
    es: 'Tu aplicación de autenticación está desactivada.',
  },
  'factor.isOn': { en: 'Your authenticator app is set up.', es: 'Tu aplicación de autenticación está configurada.' },
  'factor.proofHelp': {
    en: 'So that nobody else changes this at your open page.',
    es: 'Para que nadie más lo cambie en tu página abierta.',
  },
  'factor.password': { en: 'Your password', es: 'Tu contraseña' },
  'factor.code': { en: 'Code', es: 'Código' },
  'factor.codeHelp': {
    en: 'The six digits that your authenticator app shows, or one of your recovery codes.',
    es: 'Los seis dígitos que muestra tu aplicación de autenticación, o uno de tus códigos de recuperación.',
  },
  'factor.goOn': { en: 'Go on', es: 'Continuar' },
  'factor.scan': {
    en: 'Scan this with your authenticator app. Or type the key into it.',
    es: 'Escanea esto con tu aplicación de autenticación. O escribe en ella la clave.',
  },
  'factor.qr': { en: 'QR code for your authenticator app', es: 'Código QR para tu aplicación de autenticación' },
  'factor.key': { en: 'Key', es: 'Clave' },
  'factor.firstCode': { en: 'Code that the app shows now', es: 'Código que muestra ahora la aplicación' },
  'factor.confirm': { en: 'Turn on', es: 'Activar' },
  'factor.codes': { en: 'Recovery codes', es: 'Códigos de recuperación' },
  'factor.codesHelp': {
    en: 'Keep these codes where you find them without your phone. They are shown only now. Each one signs you in once when you do not have your app.',
    es: 'Guarda estos códigos donde los encuentres sin tu teléfono. Solo se muestran ahora. Cada uno te deja entrar una vez cuando no tengas tu aplicación.',
  },
  'factor.stepHeading': { en: 'One more step', es: 'Un paso más' },
  'factor.stepHelp': {
    en: 'Without your app and your recovery codes, ask an administrator to reset your second factor.',
    es: 'Sin tu aplicación y sin tus códigos de recuperación, pide a quien administra que quite tu segundo factor.',
  },
  'factor.back': { en: 'Back to the password', es: 'Volver a la contraseña' },
} as const satisfies Texts;
