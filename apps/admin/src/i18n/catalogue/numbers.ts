import type { Texts } from '#contracts';

/** The organisation's WhatsApp numbers and the business accounts they come from. */
export const numbers = {
  'numbers.list': { en: 'WhatsApp numbers', es: 'Números de WhatsApp' },
  'numbers.help': {
    en: 'Each contact belongs to one of these numbers. An inactive one keeps its contacts: they can be read and downloaded, and nothing is imported into it.',
    es: 'Cada contacto pertenece a uno de estos números. Uno inactivo conserva sus contactos: se pueden ver y descargar, pero no se importa nada en él.',
  },
  'numbers.none': { en: 'No number yet', es: 'Aún no hay ningún número' },
  'numbers.noneHelp': {
    en: 'Connect your WhatsApp business account: all its numbers come in, and their status stays in step with WhatsApp. Or add one number by hand.',
    es: 'Conecta tu cuenta de empresa de WhatsApp: entran todos sus números y su estado se mantiene al día con WhatsApp. O añade un número a mano.',
  },
  'numbers.noneHelpOthers': {
    en: 'An administrator of {organisation} can connect your WhatsApp business account.',
    es: 'Un administrador de {organisation} puede conectar vuestra cuenta de empresa de WhatsApp.',
  },
  'numbers.status': { en: 'Status', es: 'Estado' },
  'numbers.active': { en: 'Active', es: 'Activo' },
  'numbers.inactive': { en: 'Inactive', es: 'Inactivo' },
  'numbers.setActive': { en: '{name} is active', es: '{name} está activo' },
  'numbers.nowActive': { en: '{name} is active again.', es: '{name} vuelve a estar activo.' },
  'numbers.nowInactive': {
    en: '{name} is inactive: nothing is imported into it.',
    es: '{name} está inactivo: no se importa nada en él.',
  },
  'numbers.renamed': { en: 'The number is called {name} now.', es: 'El número se llama ahora {name}.' },
  'numbers.byHand': {
    en: 'Added by hand; WhatsApp is not asked about it',
    es: 'Añadido a mano; no se consulta a WhatsApp',
  },
  'numbers.held': { en: 'Set inactive here; ', es: 'Puesto inactivo aquí; ' },
  'numbers.says': { en: 'WhatsApp says: {status}', es: 'WhatsApp dice: {status}' },
  'numbers.says.CONNECTED': { en: 'connected', es: 'conectado' },
  'numbers.says.LINKED': { en: 'connected', es: 'conectado' },
  'numbers.says.FLAGGED': {
    en: 'flagged for low quality; it can still send',
    es: 'marcado por baja calidad; aún puede enviar',
  },
  'numbers.says.RATE_LIMITED': {
    en: 'limited for now; it can still send some messages',
    es: 'limitado por ahora; aún puede enviar algunos mensajes',
  },
  'numbers.says.PENDING': { en: 'not registered yet', es: 'aún sin registrar' },
  'numbers.says.UNVERIFIED': { en: 'not verified yet', es: 'aún sin verificar' },
  'numbers.says.BANNED': { en: 'banned', es: 'bloqueado' },
  'numbers.says.RESTRICTED': { en: 'restricted: it cannot send', es: 'restringido: no puede enviar' },
  'numbers.says.DISCONNECTED': { en: 'disconnected', es: 'desconectado' },
  'numbers.says.MISSING': {
    en: 'no longer one of the business account’s numbers',
    es: 'ya no es un número de la cuenta de empresa',
  },
  'numbers.leftConnection': {
    en: 'Its business account is not connected any more',
    es: 'Su cuenta de empresa ya no está conectada',
  },
  'numbers.rename': { en: 'Rename {name}', es: 'Cambiar el nombre de {name}' },
  'numbers.renameTitle': { en: 'Rename the number', es: 'Cambiar el nombre del número' },
  'numbers.name': { en: 'Name', es: 'Nombre' },
  'numbers.nameHelp': {
    en: 'What your colleagues call it; nobody outside sees it.',
    es: 'Cómo lo llama tu equipo; fuera no lo ve nadie.',
  },

  'numbers.add': { en: 'Add by hand', es: 'Añadir a mano' },
  'numbers.addTitle': { en: 'Add a number by hand', es: 'Añadir un número a mano' },
  'numbers.addHelp': {
    en: 'For a number whose business account cannot be connected. Its status then stays as you set it.',
    es: 'Para un número cuya cuenta de empresa no se puede conectar. Su estado será el que tú le des.',
  },
  'numbers.addDo': { en: 'Add the number', es: 'Añadir el número' },
  'numbers.added': { en: '{name} is added.', es: 'Se ha añadido {name}.' },
  'numbers.phone': { en: 'Phone number', es: 'Número de teléfono' },
  'numbers.phoneHelp': {
    en: 'With its country code, such as +34 911 222 333.',
    es: 'Con prefijo de país, como +34 911 222 333.',
  },
  'numbers.phoneWrong': {
    en: 'Write the number with its country code: 6 to 15 digits.',
    es: 'Escribe el número con su prefijo de país: de 6 a 15 cifras.',
  },
  'numbers.phoneNumberId': { en: 'Phone number ID', es: 'ID del número de teléfono' },
  'numbers.phoneNumberIdHelp': {
    en: 'Digits; WhatsApp Manager shows it beside the number.',
    es: 'Son cifras; WhatsApp Manager lo muestra junto al número.',
  },
  'numbers.idWrong': { en: 'An ID of Meta has digits alone.', es: 'Un ID de Meta solo tiene cifras.' },

  'connection.list': { en: 'Connected business accounts', es: 'Cuentas de empresa conectadas' },
  'connection.help': {
    en: 'Their numbers and the status of each are read from WhatsApp every few minutes.',
    es: 'Sus números y el estado de cada uno se leen de WhatsApp cada pocos minutos.',
  },
  'connection.none': {
    en: 'None is connected. Connect one, and its numbers and their status come by themselves.',
    es: 'No hay ninguna. Conecta una, y sus números y su estado llegarán solos.',
  },
  'connection.name': { en: 'Business account {id}', es: 'Cuenta de empresa {id}' },
  'connection.checked': { en: 'Read well on {time}', es: 'Leída sin problemas el {time}' },
  'connection.connected': { en: 'Connected', es: 'Conectada' },
  'connection.token_expired': { en: 'Token expired', es: 'Token caducado' },
  'connection.not_permitted': { en: 'Not permitted', es: 'Sin permiso' },
  'connection.rate_limited': { en: 'Waiting', es: 'En espera' },
  'connection.unreachable': { en: 'No answer', es: 'Sin respuesta' },
  'connection.expiredHelp': {
    en: 'In Meta Business, open the system user, make a new token with the permission whatsapp_business_management, and enter it here. Numbers and contacts stay as they are meanwhile.',
    es: 'En Meta Business, abre el usuario del sistema, crea un token nuevo con el permiso whatsapp_business_management e introdúcelo aquí. Mientras tanto, números y contactos se quedan como están.',
  },
  'connection.newToken': { en: 'Enter a new token', es: 'Introducir un token nuevo' },
  'connection.disconnect': { en: 'Disconnect', es: 'Desconectar' },
  'connection.disconnectOne': { en: 'Disconnect business account {id}', es: 'Desconectar la cuenta de empresa {id}' },
  'connection.newTokenOne': {
    en: 'Enter a new token for business account {id}',
    es: 'Introducir un token nuevo para la cuenta de empresa {id}',
  },
  'connection.disconnectAsk': {
    en: 'Disconnect business account {id}?',
    es: '¿Desconectar la cuenta de empresa {id}?',
  },
  'connection.disconnectWhat': {
    en: {
      one: 'Its number becomes inactive: nothing can be imported into it until you connect again. Its contacts stay. The token is forgotten, so connecting again needs one.',
      other:
        'Its {count} numbers become inactive: nothing can be imported into them until you connect again. Their contacts stay. The token is forgotten, so connecting again needs one.',
    },
    es: {
      one: 'Su número quedará inactivo: no se podrá importar nada en él hasta que vuelvas a conectarla. Sus contactos se conservan. El token se olvida, así que hará falta otro.',
      other:
        'Sus {count} números quedarán inactivos: no se podrá importar nada en ellos hasta que vuelvas a conectarla. Sus contactos se conservan. El token se olvida, así que hará falta otro.',
    },
  },
  'connection.disconnected': {
    en: 'The business account is disconnected.',
    es: 'La cuenta de empresa está desconectada.',
  },

  'connect.button': { en: 'Connect WhatsApp', es: 'Conectar WhatsApp' },
  'connect.title': { en: 'Connect a WhatsApp business account', es: 'Conectar una cuenta de empresa de WhatsApp' },
  'connect.again': { en: 'Enter a new token', es: 'Introducir un token nuevo' },
  'connect.help': {
    en: 'All its numbers come in. You find both in Meta Business: the ID under WhatsApp accounts, the token under system users, with the permission whatsapp_business_management.',
    es: 'Entran todos sus números. Encontrarás ambos datos en Meta Business: el ID en cuentas de WhatsApp y el token en usuarios del sistema, con el permiso whatsapp_business_management.',
  },
  'connect.id': { en: 'WhatsApp business account ID', es: 'ID de la cuenta de empresa de WhatsApp' },
  'connect.token': { en: 'Access token', es: 'Token de acceso' },
  'connect.tokenHelp': {
    en: 'It is stored encrypted and never shown again.',
    es: 'Se guarda cifrado y no se vuelve a mostrar.',
  },
  'connect.do': { en: 'Connect', es: 'Conectar' },
  'connect.done': { en: 'WhatsApp is connected.', es: 'WhatsApp está conectado.' },
} as const satisfies Texts;
