import type { Texts } from '#contracts';

/** Signing in and out. */
export const signIn = {
  'signIn.title': { en: 'Sign in', es: 'Iniciar sesión' },
  'signIn.email': { en: 'E-mail', es: 'Correo electrónico' },
  'signIn.password': { en: 'Password', es: 'Contraseña' },
  'signIn.submit': { en: 'Sign in', es: 'Entrar' },
  'signIn.ended': {
    en: 'Your session has ended. Sign in to go on where you were.',
    es: 'Tu sesión ha terminado. Vuelve a entrar para seguir donde estabas.',
  },
  'signIn.wrong': {
    en: 'E-mail or password is wrong. Check both and try again.',
    es: 'El correo o la contraseña no son correctos. Revísalos e inténtalo otra vez.',
  },
  'signIn.forgotten': { en: 'Forgot your password?', es: '¿Has olvidado tu contraseña?' },
  'signIn.askAdministrator': {
    en: 'Ask an administrator of your organisation for a link. With it you choose a new password.',
    es: 'Pide un enlace a quien administra tu organización. Con él elegirás una contraseña nueva.',
  },
  'signIn.address': { en: 'Your address', es: 'Tu dirección' },
  'signIn.addressHelp': {
    en: 'We send a link there, with which you choose a new password.',
    es: 'Te enviaremos allí un enlace con el que elegir una contraseña nueva.',
  },
  'signIn.sendLink': { en: 'Send the link', es: 'Enviar el enlace' },
  'signIn.mailSent': {
    en: 'If somebody signs in with this address and a password, a link is on its way. It works for an hour. If nothing comes, ask an administrator.',
    es: 'Si alguien entra con esta dirección y una contraseña, el enlace está en camino. Sirve durante una hora. Si no llega nada, pregunta a quien administra.',
  },
  'signIn.or': { en: 'or', es: 'o' },
  'signIn.oidc': { en: 'Sign in with {name}', es: 'Entrar con {name}' },
  'signIn.failed.denied': {
    en: 'You were not signed in, because the sign-in was cancelled.',
    es: 'No has entrado porque se canceló el inicio de sesión.',
  },
  'signIn.failed.unknown': {
    en: 'Nobody here has the e-mail address of that account. Ask an administrator to invite you.',
    es: 'Nadie tiene aquí el correo de esa cuenta. Pide a quien administra que te invite.',
  },
  'signIn.failed.unverified': {
    en: 'That account has no verified e-mail address. Verify it there, then try again.',
    es: 'Esa cuenta no tiene un correo verificado. Verifícalo allí e inténtalo otra vez.',
  },
  'signIn.failed.otherPerson': {
    en: 'Somebody else signed in here with this e-mail address before. Ask an administrator to remove that member and to invite you.',
    es: 'Otra persona entró antes aquí con este correo. Pide a quien administra que quite a ese miembro y te invite.',
  },
  'signIn.failed.suspended': {
    en: 'Your organisation is suspended, and nothing is deleted: ask those who run this service.',
    es: 'Tu organización está suspendida y no se ha borrado nada: pregunta a quienes gestionan este servicio.',
  },
  'signIn.failed.stale': {
    en: 'The sign-in took too long or was begun in another browser. Please try again.',
    es: 'El inicio de sesión tardó demasiado o empezó en otro navegador. Inténtalo otra vez.',
  },
  'signIn.failed.away': {
    en: 'The sign-in service does not answer. Try again in a moment, or use your password.',
    es: 'El servicio de inicio de sesión no responde. Inténtalo en un momento o usa tu contraseña.',
  },
  'signIn.failed.failed': {
    en: 'That sign-in did not work. Please try again; if it stays so, tell an administrator.',
    es: 'Ese inicio de sesión no ha funcionado. Inténtalo otra vez; si sigue así, avisa a quien administra.',
  },
  'signIn.out': { en: 'Sign out', es: 'Cerrar sesión' },
} as const satisfies Texts;
