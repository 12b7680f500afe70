import type { Texts } from '#contracts';

/** Passkeys: the own ones, and signing in with one. */
export const passkeys = {
  'passkey.heading': { en: 'Passkeys', es: 'Llaves de acceso' },
  'passkey.help': {
    en: 'A passkey is kept by your phone, computer or security key. It signs you in without a password, or after it.',
    es: 'Una llave de acceso la guarda tu teléfono, tu ordenador o una llave de seguridad. Con ella entras sin contraseña, o después de darla.',
  },
  'passkey.elsewhere': {
    en: 'Browsers use passkeys only where this page is opened as {origin}.',
    es: 'Los navegadores solo usan llaves de acceso donde esta página se abre como {origin}.',
  },
  'passkey.notHere': {
    en: 'Passkeys cannot be used here: they need an address with https.',
    es: 'Aquí no se pueden usar llaves de acceso: requieren una dirección con https.',
  },
  'passkey.notByBrowser': {
    en: 'This browser knows no passkeys.',
    es: 'Este navegador no conoce las llaves de acceso.',
  },
  'passkey.noPassword': {
    en: 'You sign in with OpenID Connect, so you need no passkey here. Add one where you sign in.',
    es: 'Entras con OpenID Connect, así que aquí no necesitas ninguna llave de acceso. Añade una donde inicias sesión.',
  },
  'passkey.empty': { en: 'You have no passkey yet.', es: 'Todavía no tienes ninguna llave de acceso.' },
  'passkey.add': { en: 'Add a passkey', es: 'Añadir una llave de acceso' },
  'passkey.name': { en: 'Name of the passkey', es: 'Nombre de la llave de acceso' },
  'passkey.nameHelp': {
    en: 'Where it is kept, such as “Telephone”.',
    es: 'Dónde se guarda, como «Teléfono».',
  },
  'passkey.make': { en: 'Make the passkey', es: 'Crear la llave de acceso' },
  'passkey.makeHelp': {
    en: 'Your browser asks where to keep it, and makes sure that it is you.',
    es: 'Tu navegador pregunta dónde guardarla y se asegura de que eres tú.',
  },
  'passkey.added': { en: '“{name}” is added.', es: 'Se ha añadido «{name}».' },
  'passkey.since': { en: 'added {date}', es: 'añadida el {date}' },
  'passkey.used': { en: 'last used {time}', es: 'último uso {time}' },
  'passkey.unused': { en: 'not used yet', es: 'sin usar todavía' },
  'passkey.rename': { en: 'Rename', es: 'Cambiar el nombre' },
  'passkey.renameOne': { en: 'Rename “{name}”', es: 'Cambiar el nombre de «{name}»' },
  'passkey.renamed': { en: 'It is called “{name}” now.', es: 'Ahora se llama «{name}».' },
  'passkey.remove': { en: 'Remove the passkey', es: 'Quitar la llave de acceso' },
  'passkey.removeOne': { en: 'Remove “{name}”', es: 'Quitar «{name}»' },
  'passkey.removeHelp': {
    en: 'It will sign you in no more. Delete it on your device, too. With your last second factor go the recovery codes.',
    es: 'Ya no servirá para entrar. Bórrala también en tu dispositivo. Con tu último segundo factor se van los códigos de recuperación.',
  },
  'passkey.removed': { en: '“{name}” is removed.', es: 'Se ha quitado «{name}».' },
  'passkey.signIn': { en: 'Sign in with a passkey', es: 'Entrar con una llave de acceso' },
  'passkey.none': {
    en: 'Your browser gave no passkey: it was cancelled, took too long, or there is none for this page. Try again.',
    es: 'Tu navegador no dio ninguna llave de acceso: se canceló, tardó demasiado o no hay ninguna para esta página. Inténtalo otra vez.',
  },
  'passkey.known': {
    en: 'This device has a passkey of yours already.',
    es: 'Este dispositivo ya tiene una llave de acceso tuya.',
  },
} as const satisfies Texts;
