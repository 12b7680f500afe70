import type { Texts } from '#contracts';

/** Undoing an import or a change of tags. */
export const undo = {
  'undo.title': { en: 'Undo', es: 'Deshacer' },
  'undo.import': { en: 'Undo this import', es: 'Deshacer esta importación' },
  'undo.tag-change': { en: 'Undo this change of tags', es: 'Deshacer este cambio de etiquetas' },
  'undo.undo': { en: 'Do it again', es: 'Rehacer' },
  'undo.ask': { en: 'This would happen now:', es: 'Ahora pasaría esto:' },
  'undo.restored': {
    en: {
      one: '{count} contact becomes again what it was before',
      other: '{count} contacts become again what they were before',
    },
    es: { one: '{count} contacto vuelve a ser lo que era', other: '{count} contactos vuelven a ser lo que eran' },
  },
  'undo.takenBack': {
    en: {
      one: '{count} contact that it added loses its tags and values, and no campaign reaches it',
      other: '{count} contacts that it added lose their tags and values, and no campaign reaches them',
    },
    es: {
      one: '{count} contacto que añadió pierde sus etiquetas y valores y ninguna campaña le llega',
      other: '{count} contactos que añadió pierden sus etiquetas y valores y ninguna campaña les llega',
    },
  },
  'undo.kept': {
    en: {
      one: '{count} contact stays as it is, because it was changed since',
      other: '{count} contacts stay as they are, because they were changed since',
    },
    es: {
      one: '{count} contacto se queda como está, porque se cambió después',
      other: '{count} contactos se quedan como están, porque se cambiaron después',
    },
  },
  'undo.more': {
    en: 'Only the first 20,000 contacts were looked at; there are more.',
    es: 'Solo se miraron los primeros 20.000 contactos; hay más.',
  },
  'undo.andMore': { en: 'and more', es: 'y más' },
  'undo.download': { en: 'Download those that stay (CSV)', es: 'Descargar los que se quedan (CSV)' },
  'undo.nothing': { en: 'No contact would change.', es: 'No cambiaría ningún contacto.' },
  'undo.no': { en: 'Leave it', es: 'Dejarlo así' },
  'undo.status.queued': { en: 'Waiting to be undone', es: 'Esperando para deshacerse' },
  'undo.status.running': { en: 'Being undone', es: 'Deshaciéndose' },
  'undo.status.completed': { en: 'Undone', es: 'Deshecho' },
  'undo.status.cancelled': { en: 'The undo was stopped', es: 'Se detuvo la acción de deshacer' },
  'undo.status.failed': { en: 'The undo did not end', es: 'La acción de deshacer no terminó' },
  'undo.progress': { en: '{processed} contacts so far', es: '{processed} contactos hasta ahora' },
  'undo.cancel': { en: 'Stop', es: 'Detener' },
} as const satisfies Texts;
