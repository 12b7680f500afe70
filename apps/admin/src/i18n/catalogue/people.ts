import type { Texts } from '#contracts';

/** One person in all numbers. */
export const people = {
  'people.title': { en: 'One person, all numbers', es: 'Una persona, todos los números' },
  'people.phone': { en: 'Phone', es: 'Teléfono' },
  'people.phoneHelp': {
    en: 'With the country code, as you have it: +34 600 111 222, or a wa.me link',
    es: 'Con el prefijo del país, tal como lo tengas: +34 600 111 222 o un enlace wa.me',
  },
  'people.find': { en: 'Find', es: 'Buscar' },
  'people.table': { en: '{phone} in your numbers', es: '{phone} en tus números' },
  'people.field': { en: 'Field', es: 'Campo' },
  'people.since': { en: 'Since', es: 'Desde' },
  'people.changed': { en: 'Last changed', es: 'Último cambio' },
  'people.tag': { en: 'Tag {name}', es: 'Etiqueta {name}' },
  'people.has': { en: 'yes', es: 'sí' },
  'people.hasNot': { en: 'no', es: 'no' },
  'people.markedForOne': { en: 'yes, from this number', es: 'sí, desde este número' },
  'people.markedForAll': { en: 'yes, from all our numbers', es: 'sí, desde todos nuestros números' },
  'people.reachability': { en: 'WhatsApp', es: 'WhatsApp' },
  'people.usable': { en: 'reached', es: 'llega' },
  'people.unusable': { en: 'cannot be reached: {reason}', es: 'no llega: {reason}' },
  'people.download': { en: 'Download all that is known', es: 'Descargar todo lo que se sabe' },
  'people.erase': { en: 'Erase what is known…', es: 'Borrar lo que se sabe…' },
  'people.eraseAsk': { en: 'Erase what is known of {phone}?', es: '¿Borrar lo que se sabe de {phone}?' },
  'people.eraseHelp': {
    en: 'Name, tags, values and history go from all your numbers. The phone stays, marked “do not contact”, so that nobody writes to it and no file brings the data back. This cannot be undone.',
    es: 'El nombre, las etiquetas, los valores y el historial se borran de todos tus números. El teléfono se queda, con la marca «no contactar», para que nadie le escriba y ningún archivo traiga los datos de vuelta. No se puede deshacer.',
  },
  'people.eraseYes': { en: 'Erase', es: 'Borrar' },
  'people.erased': { en: 'Erased', es: 'Borrado' },
  'people.erasedDone': {
    en: 'What was known is erased. What was made before may still have it:',
    es: 'Lo que se sabía está borrado. Lo que se hizo antes aún puede tenerlo:',
  },
  'people.erasedNowhere': {
    en: 'What was known is erased, and nothing else has it.',
    es: 'Lo que se sabía está borrado y nada más lo tiene.',
  },
  'people.moreCopies': { en: 'There are more than these.', es: 'Hay más que estos.' },
  'people.copy.import': {
    en: 'Import {id} (its file, or the file’s name)',
    es: 'Importación {id} (su archivo o el nombre de este)',
  },
  'people.copy.export': {
    en: 'Download {id} (its file or its conditions)',
    es: 'Descarga {id} (su archivo o sus condiciones)',
  },
  'people.copy.tag_change': {
    en: 'Tag change {id} (its conditions)',
    es: 'Cambio de etiquetas {id} (sus condiciones)',
  },
  'people.copy.upload': { en: 'Upload {id}', es: 'Subida {id}' },
  'people.copy.campaign': {
    en: 'Campaign {id} (the phone in its audience, its name or its segment)',
    es: 'Campaña {id} (el teléfono en su público, su nombre o su segmento)',
  },
  'people.copy.segment': { en: 'Segment {id} (its name or conditions)', es: 'Segmento {id} (su nombre o condiciones)' },
  'people.copy.event': { en: 'Event {id}, which waits', es: 'Evento {id}, que está pendiente' },
  'people.copy.dead_letter': { en: 'Failed event {id}', es: 'Evento fallido {id}' },
  'people.copy.webhook': { en: 'Messages that wait for the webhook {id}', es: 'Mensajes pendientes del webhook {id}' },
  'people.copyUntil': { en: '{what}: until {until}', es: '{what}: hasta el {until}' },
  'people.copyOpen': {
    en: '{what}: until it has ended, or somebody changes or removes it',
    es: '{what}: hasta que termine o alguien lo cambie o lo quite',
  },
  'people.elsewhere': { en: 'Not in: {names}', es: 'No está en: {names}' },
} as const satisfies Texts;
