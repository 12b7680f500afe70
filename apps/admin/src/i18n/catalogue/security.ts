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

  'security.sessions': { en: 'Where you are signed in', es: 'Dónde has iniciado sesión' },
  'security.sessionsHelp': {
    en: 'If you do not know one of them, end it and change your password.',
    es: 'Si no reconoces alguna, ciérrala y cambia tu contraseña.',
  },
  'security.unknownDevice': { en: 'Unknown program', es: 'Programa desconocido' },
  'security.used': { en: 'signed in {begun}, last used {used}', es: 'iniciada {begun}, último uso {used}' },
  'security.thisOne': { en: 'This session', es: 'Esta sesión' },
  'security.end': { en: 'End', es: 'Cerrar' },
  'security.endOne': { en: 'End the session of {device} from {time}', es: 'Cerrar la sesión de {device} del {time}' },
  'security.ended': { en: 'The session of {device} has ended.', es: 'La sesión de {device} se ha cerrado.' },
  'security.endOthers': { en: 'End all others', es: 'Cerrar todas las demás' },
  'security.othersEnded': { en: 'All your other sessions have ended.', es: 'Todas tus otras sesiones se han cerrado.' },
} as const satisfies Texts;
