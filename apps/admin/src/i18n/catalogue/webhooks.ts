import type { Texts } from '#contracts';

/** Addresses of other systems that are notified of events. */
export const webhooks = {
  'webhooks.create': { en: 'Add a webhook', es: 'Añadir un webhook' },
  'webhooks.list': { en: 'Addresses', es: 'Direcciones' },
  'webhooks.help': {
    en: 'What happens here is posted to these addresses within moments, signed. What is not taken is tried again with growing waits.',
    es: 'Lo que ocurre aquí se envía, firmado, a estas direcciones en unos instantes. Lo que no se acepta se reintenta con esperas crecientes.',
  },
  'webhooks.none': { en: 'No webhook yet', es: 'Aún no hay webhooks' },
  'webhooks.noneHelp': {
    en: 'A webhook tells another system, such as your CRM, of every change of a contact and of finished imports.',
    es: 'Un webhook avisa a otro sistema, como tu CRM, de cada cambio de un contacto y de las importaciones terminadas.',
  },
  'webhooks.docs': { en: 'How messages look and are signed', es: 'Cómo son y cómo se firman los mensajes' },
  'webhooks.well': { en: 'Does well', es: 'Va bien' },
  'webhooks.failing': { en: 'Failing', es: 'Falla' },
  'webhooks.off': { en: 'Off', es: 'Apagado' },
  'webhooks.active': { en: 'Active', es: 'Activo' },
  'webhooks.setActive': { en: '{url} is active', es: '{url} está activo' },
  'webhooks.failingSince': {
    en: 'It has taken nothing since {since}: {reason}.',
    es: 'No acepta nada desde el {since}: {reason}.',
  },
  'webhooks.nextTry': { en: 'Next try {time}.', es: 'Siguiente intento el {time}.' },
  'webhooks.waiting': {
    en: { one: '{count} message waits', other: '{count} messages wait' },
    es: { one: '{count} mensaje espera', other: '{count} mensajes esperan' },
  },
  'webhooks.givenUp': {
    en: { one: '{count} given up', other: '{count} given up' },
    es: { one: '{count} abandonado', other: '{count} abandonados' },
  },
  'webhooks.turnedOff': {
    en: '{url} is off: it misses what happens until you switch it on.',
    es: '{url} está apagado: se pierde lo que ocurra hasta que lo enciendas.',
  },
  'webhooks.turnedOn': { en: '{url} is active again.', es: '{url} vuelve a estar activo.' },
  'webhooks.try': { en: 'Send a test', es: 'Enviar una prueba' },
  'webhooks.tryOne': { en: 'Send a test to {url}', es: 'Enviar una prueba a {url}' },
  'webhooks.taken': { en: 'Taken with {status}, in {count} ms.', es: 'Aceptado con {status}, en {count} ms.' },
  'webhooks.notTaken': { en: 'Not taken: {reason}.', es: 'No aceptado: {reason}.' },
  'webhooks.attempts': { en: 'Attempts', es: 'Intentos' },
  'webhooks.attemptsOne': { en: 'Attempts at {url}', es: 'Intentos con {url}' },
  'webhooks.noAttempts': { en: 'Nothing was sent yet.', es: 'Aún no se ha enviado nada.' },
  'webhooks.lastAttempts': { en: 'The last twenty, newest first.', es: 'Los últimos veinte, lo más reciente primero.' },
  'webhooks.when': { en: 'When', es: 'Cuándo' },
  'webhooks.event': { en: 'Event', es: 'Evento' },
  'webhooks.outcome': { en: 'Outcome', es: 'Resultado' },
  'webhooks.tries': { en: 'Try', es: 'Intento' },
  'webhooks.retry': { en: 'Send what was given up again', es: 'Enviar otra vez lo abandonado' },
  'webhooks.retried': {
    en: { one: '{count} message is sent again.', other: '{count} messages are sent again.' },
    es: { one: 'Se vuelve a enviar {count} mensaje.', other: 'Se vuelven a enviar {count} mensajes.' },
  },
  'webhooks.editOne': { en: 'Edit {url}', es: 'Editar {url}' },
  'webhooks.edit': { en: 'Edit the webhook', es: 'Editar el webhook' },
  'webhooks.saved': { en: 'The webhook is saved.', es: 'El webhook está guardado.' },
  'webhooks.remove': { en: 'Remove', es: 'Quitar' },
  'webhooks.removeOne': { en: 'Remove {url}', es: 'Quitar {url}' },
  'webhooks.removeAsk': { en: 'Remove this webhook?', es: '¿Quitar este webhook?' },
  'webhooks.removeWhat': {
    en: 'Nothing more is posted to {url}, and what waits for it is forgotten. To pause it, switch it off instead.',
    es: 'No se enviará nada más a {url} y lo que le espera se olvida. Para pausarlo, apágalo.',
  },
  'webhooks.removed': { en: 'The webhook is removed.', es: 'El webhook está quitado.' },

  'webhook.url': { en: 'Address', es: 'Dirección' },
  'webhook.urlHelp': {
    en: 'Where messages are posted, beginning with https://',
    es: 'Adónde se envían los mensajes; empieza por https://',
  },
  'webhook.description': { en: 'What it is for', es: 'Para qué sirve' },
  'webhook.events': { en: 'Events', es: 'Eventos' },
  'webhook.eventsMissing': { en: 'Choose at least one event.', es: 'Elige al menos un evento.' },
  'webhook.event.ContactChanged': {
    en: 'A contact is new or changed',
    es: 'Un contacto es nuevo o ha cambiado',
  },
  'webhook.event.ValueRemoved': {
    en: 'A value was removed from all contacts of a number',
    es: 'Se quitó un valor de todos los contactos de un número',
  },
  'webhook.event.ImportFinished': { en: 'An import has ended', es: 'Una importación ha terminado' },
  'webhook.event.ContactErased': {
    en: 'What was known of a person was erased',
    es: 'Se borró lo que se sabía de una persona',
  },
  'webhook.event.AuditEntryAdded': {
    en: 'Somebody did something that the audit log records',
    es: 'Alguien hizo algo que anota el registro de auditoría',
  },
  'webhook.do': { en: 'Add', es: 'Añadir' },
  'webhook.secret': { en: 'Secret', es: 'Secreto' },
  'webhook.secretHelp': {
    en: 'Copy the secret now: the other system checks with it that messages come from here. It cannot be shown again.',
    es: 'Copia el secreto ahora: con él, el otro sistema comprueba que los mensajes vienen de aquí. No se puede volver a mostrar.',
  },

  'failure.timed_out': { en: 'it did not answer in time', es: 'no respondió a tiempo' },
  'failure.not_reachable': { en: 'it cannot be reached', es: 'no se puede contactar' },
  'failure.tls_failed': { en: 'its certificate is not valid', es: 'su certificado no es válido' },
  'failure.address_not_allowed': {
    en: 'the address leads into a private network',
    es: 'la dirección lleva a una red privada',
  },
  'failure.redirected': {
    en: 'it redirects, which is not followed: enter the final address',
    es: 'redirige, y eso no se sigue: introduce la dirección final',
  },
  'failure.status': { en: 'it answered {status}', es: 'respondió {status}' },
  'failure.gone': { en: 'it answered 410, so it was switched off', es: 'respondió 410, así que se apagó' },
} as const satisfies Texts;
