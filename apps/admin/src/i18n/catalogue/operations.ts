import type { Texts } from '#contracts';

/** Events that services gave up and that wait for a decision. */
export const operations = {
  'letters.title': { en: 'Failed events', es: 'Eventos fallidos' },
  'letters.help': {
    en: 'What a service gave up after several attempts. Once the cause is mended, try it again; or discard it.',
    es: 'Lo que un servicio abandonó tras varios intentos. Cuando la causa esté resuelta, reinténtalo; o descártalo.',
  },
  'letters.none': { en: 'Nothing has failed', es: 'No ha fallado nada' },
  'letters.noneHelp': {
    en: 'Events that a service cannot handle, such as a batch of an import, would wait here for you.',
    es: 'Los eventos que un servicio no pueda tratar, como un lote de una importación, te esperarían aquí.',
  },
  'letters.queues': { en: 'Look into the queues', es: 'Ver las colas' },
  'letters.what': { en: '{event} for {subscriber}', es: '{event} para {subscriber}' },
  'letters.batch': { en: 'Batch {batch} of an import', es: 'Lote {batch} de una importación' },
  'letters.when': {
    en: { one: '{time}, after {count} attempt', other: '{time}, after {count} attempts' },
    es: { one: '{time}, tras {count} intento', other: '{time}, tras {count} intentos' },
  },
  'letters.import': { en: 'Show the import', es: 'Ver la importación' },
  'letters.replay': { en: 'Try again', es: 'Reintentar' },
  'letters.replayImport': { en: 'Resume the import', es: 'Reanudar la importación' },
  'letters.replayAsk': { en: 'Resume this import?', es: '¿Reanudar esta importación?' },
  'letters.replayWhat': {
    en: 'It goes on in its turn with all batches that failed. Their rows are written over what was changed since.',
    es: 'Seguirá, cuando le toque, con todos los lotes que fallaron. Sus filas se escriben sobre lo que haya cambiado desde entonces.',
  },
  'letters.replayed': {
    en: { one: '{count} event is under way again.', other: '{count} events are under way again.' },
    es: { one: '{count} evento está de nuevo en marcha.', other: '{count} eventos están de nuevo en marcha.' },
  },
  'letters.discard': { en: 'Discard', es: 'Descartar' },
  'letters.discardAsk': { en: 'Discard this event?', es: '¿Descartar este evento?' },
  'letters.discardWhat': {
    en: 'It is gone for good, and whoever it was for never hears of it.',
    es: 'Se pierde para siempre, y su destinatario nunca sabrá de él.',
  },
  'letters.discardImport': {
    en: 'It is gone for good. The rows of this batch stay unprocessed; importing the file again brings them in.',
    es: 'Se pierde para siempre. Las filas de este lote quedan sin procesar; importar el archivo otra vez las incorpora.',
  },
  'letters.discarded': { en: 'The event is discarded.', es: 'El evento está descartado.' },
} as const satisfies Texts;
