import type { Texts } from '#contracts';

/** The own password and sessions. */
export const security = {
  'security.password': { en: 'Password', es: 'Contraseña' },
  'security.current': { en: 'Password you have now', es: 'Contraseña que tienes ahora' },
  'security.change': { en: 'Change the password', es: 'Cambiar la contraseña' },
  'security.changeHelp': {
    en: 'You stay signed in here. Everywhere else you are signed out.',
    es: 'Aquí seguirás dentro. En todos los demás sitios se cerrará tu sesión.',
  },
  'security.changed': {
    en: 'Your password is changed, and your other sessions have ended.',
    es: 'Tu contraseña ha cambiado y tus otras sesiones se han cerrado.',
  },
  'security.noPassword': {
    en: 'You sign in with OpenID Connect, so you have no password here. Change it where you sign in.',
    es: 'Entras con OpenID Connect, así que aquí no tienes contraseña. Cámbiala donde inicias sesión.',
  },
} as const satisfies Texts;
