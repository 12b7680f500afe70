import type { Texts } from '#contracts';

/** The own second factor, and the second step of the sign-in. */
export const secondFactor = {
  'factor.heading': { en: 'Second factor', es: 'Segundo factor' },
  'factor.off': {
    en: 'With an authenticator app on your phone or a passkey, your password alone signs nobody in: the sign-in also asks for one of them.',
    es: 'Con una aplicación de autenticación en tu teléfono o una llave de acceso, tu contraseña sola no basta: al entrar también se pide una de ellas.',
  },
  'factor.on': {
    en: 'After your password, the sign-in asks for a code of your authenticator app, set up {date}.',
    es: 'Tras la contraseña, al entrar se pide un código de tu aplicación de autenticación, configurada el {date}.',
  },
  'factor.onlyPasskeys': {
    en: 'After your password, the sign-in asks for a passkey. A passkey alone signs you in, too.',
    es: 'Tras la contraseña, al entrar se pide una llave de acceso. Una llave de acceso sola también basta para entrar.',
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
    en: 'If you have no passkey, your password alone will sign you in again, and your recovery codes will work no more.',
    es: 'Si no tienes ninguna llave de acceso, tu contraseña sola volverá a bastar para entrar, y tus códigos de recuperación dejarán de servir.',
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
  'factor.recoveryHelp': { en: 'One of your recovery codes.', es: 'Uno de tus códigos de recuperación.' },
  'factor.byPasskey': { en: 'Use a passkey instead', es: 'Usar una llave de acceso' },
  'factor.byCode': { en: 'Use a code instead', es: 'Usar un código' },
  'factor.browserAsks': {
    en: 'Your browser will then ask for your passkey.',
    es: 'Después, tu navegador pedirá tu llave de acceso.',
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
    en: 'If you have lost all of them, ask an administrator to reset your second factor.',
    es: 'Si los has perdido todos, pide a quien administra que quite tu segundo factor.',
  },
  'factor.stepPasskey': { en: 'Use a passkey', es: 'Usar una llave de acceso ahora' },
  'factor.required': { en: 'Set up a second factor', es: 'Configura un segundo factor' },
  'factor.requiredHelp': {
    en: '{organisation} requires a second factor. Set up an authenticator app or a passkey to go on.',
    es: '{organisation} exige un segundo factor. Configura una aplicación de autenticación o una llave de acceso para continuar.',
  },
  'factor.otherOrganisation': { en: 'Go to {name}', es: 'Ir a {name}' },
  'factor.back': { en: 'Back to the password', es: 'Volver a la contraseña' },
} as const satisfies Texts;
