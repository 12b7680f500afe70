import type { Texts } from '#contracts';

/** Changing the tags of all contacts that a filter finds. */
export const tagging = {
  'tagging.button': { en: 'Change tags', es: 'Cambiar etiquetas' },
  'tagging.running': { en: 'Changing tags {percent}', es: 'Cambiando etiquetas {percent}' },
  'tagging.title': { en: 'Change the tags of this list', es: 'Cambiar las etiquetas de esta lista' },
  'tagging.chooseAccount': {
    en: 'Tags are changed for the contacts of one number. Choose the number first.',
    es: 'Las etiquetas se cambian en los contactos de un solo número. Elige antes el número.',
  },
  'tagging.whom': {
    en: 'Everybody that the filter finds: {contacts}.',
    es: 'A quienes encuentra el filtro: {contacts}.',
  },
  'tagging.everybody': {
    en: 'There is no filter: this is for everybody, {contacts}.',
    es: 'No hay ningún filtro: es para todos, {contacts}.',
  },
  'tagging.add': { en: 'Add these tags', es: 'Añadir estas etiquetas' },
  'tagging.remove': { en: 'Remove these tags', es: 'Quitar estas etiquetas' },
  'tagging.start': { en: 'Change {contacts}', es: 'Cambiar {contacts}' },
  'tagging.status.queued': { en: 'Waiting to start', es: 'A la espera de empezar' },
  'tagging.status.running': { en: 'Changing the tags', es: 'Cambiando las etiquetas' },
  'tagging.status.completed': { en: 'The tags are changed', es: 'Las etiquetas están cambiadas' },
  'tagging.status.cancelled': {
    en: 'Stopped. What was changed stays changed.',
    es: 'Detenido. Lo cambiado queda cambiado.',
  },
  'tagging.status.failed': {
    en: 'The tags could not all be changed',
    es: 'No se pudieron cambiar todas las etiquetas',
  },
  'tagging.progress': {
    en: '{processed} of about {expected} contacts',
    es: '{processed} de unos {expected} contactos',
  },
  'tagging.counts': {
    en: '{updated} changed, {unchanged} were so already',
    es: '{updated} cambiados, {unchanged} ya estaban así',
  },
  'tagging.rejected': {
    en: {
      one: '{count} contact would have too many tags and stayed as it was.',
      other: '{count} contacts would have too many tags and stayed as they were.',
    },
    es: {
      one: '{count} contacto tendría demasiadas etiquetas y se quedó como estaba.',
      other: '{count} contactos tendrían demasiadas etiquetas y se quedaron como estaban.',
    },
  },
  'tagging.cancel': { en: 'Stop', es: 'Detener' },
  'tagging.another': { en: 'Change other tags', es: 'Cambiar otras etiquetas' },
} as const satisfies Texts;
