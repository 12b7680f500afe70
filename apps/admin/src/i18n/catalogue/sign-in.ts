import type { Texts } from '../texts.js';

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
  'signIn.out': { en: 'Sign out', es: 'Cerrar sesión' },
} as const satisfies Texts;
