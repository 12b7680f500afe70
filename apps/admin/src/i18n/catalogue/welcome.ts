import type { Texts } from '#contracts';

/** The pages that one-time links lead to. */
export const welcome = {
  'welcome.title': { en: 'Welcome', es: 'Te damos la bienvenida' },
  'welcome.first': {
    en: 'Nobody can sign in here yet. Name your organisation and become its first administrator.',
    es: 'Aquí todavía nadie puede entrar. Pon nombre a tu organización y sé su primer administrador.',
  },
  'welcome.invited': {
    en: 'You are invited to work with your colleagues’ contacts. Say who you are and choose a password.',
    es: 'Te han invitado a trabajar con los contactos de tu equipo. Di quién eres y elige una contraseña.',
  },
  'welcome.organisation': { en: 'Organisation', es: 'Organización' },
  'welcome.name': { en: 'Your name', es: 'Tu nombre' },
  'welcome.email': { en: 'E-mail', es: 'Correo electrónico' },
  'welcome.emailHelp': { en: 'You sign in with it.', es: 'Entrarás con él.' },
  'welcome.newPassword': { en: 'A new password', es: 'Una contraseña nueva' },
  'welcome.newPasswordHelp': {
    en: 'When it is set, all your sessions end, and you sign in with it.',
    es: 'Al guardarla se cierran todas tus sesiones, y entrarás con ella.',
  },
  'welcome.setPassword': { en: 'Set the password', es: 'Guardar la contraseña' },
  'welcome.passwordSet': { en: 'Your new password is set.', es: 'Tu contraseña nueva está guardada.' },
  'welcome.expiredPassword': {
    en: 'It was used, or it is too old. Ask for another one at the sign-in, or ask an administrator.',
    es: 'Ya se usó o es demasiado antiguo. Pide otro al iniciar sesión o a quien administra.',
  },
  'welcome.start': { en: 'Start', es: 'Empezar' },
  'welcome.join': { en: 'Join', es: 'Unirme' },
  'welcome.expired': { en: 'This link works no more', es: 'Este enlace ya no sirve' },
  'welcome.expiredFirst': {
    en: 'It was used, or it is too old. If nobody can sign in yet, whoever runs the server restarts it and finds another link in its log.',
    es: 'Ya se usó o es demasiado antiguo. Si aún nadie puede entrar, quien gestiona el servidor debe reiniciarlo y encontrará otro enlace en su registro.',
  },
  'welcome.expiredInvitation': {
    en: 'It was used, withdrawn, or is too old. Ask whoever invited you for another link.',
    es: 'Ya se usó, se retiró o es demasiado antiguo. Pide otro enlace a quien te invitó.',
  },
  'welcome.noToken': { en: 'This address is not complete', es: 'Esta dirección no está completa' },
  'welcome.noTokenHelp': {
    en: 'Open the link exactly as you got it, with everything after the “#”.',
    es: 'Abre el enlace tal como te llegó, con todo lo que va después de «#».',
  },
  'welcome.signIn': { en: 'Go to the sign-in', es: 'Ir al inicio de sesión' },
  'welcome.signedIn': {
    en: 'You are signed in as {name}. Going on makes you sign in as the new member in this browser.',
    es: 'Has iniciado sesión como {name}. Si sigues, en este navegador entrarás como el nuevo miembro.',
  },
  'welcome.invitedAgain': {
    en: 'You are invited to one more organisation. You keep your password, and switch between them in the menu.',
    es: 'Te han invitado a otra organización. Conservas tu contraseña, y cambias de una a otra en el menú.',
  },
  'welcome.joinAs': { en: 'Join as {name}', es: 'Unirme como {name}' },
  'welcome.known': { en: 'I sign in here already', es: 'Ya inicio sesión aquí' },
  'welcome.asNew': { en: 'Join as somebody else', es: 'Unirme como otra persona' },
} as const satisfies Texts;
