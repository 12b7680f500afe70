import type { Texts } from '#contracts';

/** Events that services gave up and that wait for a decision, and the state of the system. */
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

  'system.unknown': { en: 'This cannot be read at the moment.', es: 'Esto no se puede leer en este momento.' },
  'system.service': { en: 'Service', es: 'Servicio' },
  'system.waiting': { en: 'Waiting', es: 'En espera' },
  'system.version': { en: 'Version', es: 'Versión' },

  'system.imports': { en: 'Imports under way', es: 'Importaciones en curso' },
  'system.noImports': { en: 'No import is under way.', es: 'No hay ninguna importación en curso.' },
  'system.import': { en: 'Import', es: 'Importación' },
  'system.foreign': { en: 'of another organisation', es: 'de otra organización' },
  'system.age': { en: 'Age', es: 'Antigüedad' },
  'system.rows': { en: 'Rows', es: 'Filas' },
  'system.rowsOf': { en: '{processed} of {rows}', es: '{processed} de {rows}' },
  'system.rate': { en: 'Rows per second', es: 'Filas por segundo' },

  'system.queues': { en: 'Queues', es: 'Colas' },
  'system.queuesHelp': {
    en: 'What waits for a service. A queue with work needs somebody who takes it.',
    es: 'Lo que espera a un servicio. Una cola con trabajo necesita a alguien que lo tome.',
  },
  'system.queue': { en: 'Queue', es: 'Cola' },
  'system.active': { en: 'In hand', es: 'En proceso' },
  'system.delayed': { en: 'Later', es: 'Más tarde' },
  'system.oldest': { en: 'Next one waits for', es: 'El siguiente espera desde hace' },
  'system.workers': { en: 'Taken by', es: 'Atendida por' },
  'system.nobody': { en: 'nobody', es: 'nadie' },

  'system.subscribers': { en: 'Subscribers', es: 'Suscriptores' },
  'system.subscribersHelp': {
    en: 'Events that a service has not handled yet, and those that it gave up, of all organisations.',
    es: 'Eventos que un servicio aún no ha tratado, y los que abandonó, de todas las organizaciones.',
  },
  'system.event': { en: 'Event', es: 'Evento' },
  'system.lag': { en: 'Lag', es: 'Retraso' },

  'system.processes': { en: 'Processes', es: 'Procesos' },
  'system.noProcesses': { en: 'No process says that it runs.', es: 'Ningún proceso dice que esté en marcha.' },
  'system.since': { en: 'Running since', es: 'En marcha desde' },

  'system.storage': { en: 'Storage', es: 'Almacenamiento' },
  'system.countedAt': { en: 'The files were counted on {time}.', es: 'Los archivos se contaron el {time}.' },
  'system.counting': {
    en: 'The files are being counted, or cannot be read.',
    es: 'Los archivos se están contando o no se pueden leer.',
  },
  'system.place': { en: 'Where', es: 'Dónde' },
  'system.size': { en: 'Size', es: 'Tamaño' },
  'system.objects': { en: 'Files', es: 'Archivos' },
  'system.database': { en: 'Database', es: 'Base de datos' },
  'system.folder': { en: 'Files in {name}', es: 'Archivos en {name}' },

  'system.migrations': { en: 'Migrations', es: 'Migraciones' },
  'system.databaseVersion': {
    en: 'The database is of version {version}, and this build needs {build}.',
    es: 'La base de datos tiene la versión {version} y este programa necesita la {build}.',
  },
  'system.migration': { en: 'What it does', es: 'Qué hace' },
  'system.done': { en: 'Done', es: 'Hecha' },
  'system.pending': { en: 'not finished', es: 'sin terminar' },
  'system.cleanUpPending': {
    en: 'clean-up waits: npm run migrate -- --clean-up',
    es: 'limpieza pendiente: npm run migrate -- --clean-up',
  },
  'system.noMigrations': { en: 'None.', es: 'Ninguna.' },
} as const satisfies Texts;
