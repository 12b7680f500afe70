import type { Texts } from '#contracts';

/** Downloads. */
export const download = {
  'download.button': { en: 'Download', es: 'Descargar' },
  'download.running': { en: 'Download {percent}', es: 'Descarga {percent}' },
  'download.title': { en: 'Download this list', es: 'Descargar esta lista' },
  'download.format': { en: 'File format', es: 'Formato del archivo' },
  'download.csv': { en: 'CSV', es: 'CSV' },
  'download.xlsx': { en: 'Excel', es: 'Excel' },
  'download.start': { en: 'Prepare the file', es: 'Preparar el archivo' },
  'download.chooseAccount': {
    en: 'A file holds the contacts of one number. Choose the number first.',
    es: 'Un archivo contiene los contactos de un solo número. Elige antes el número.',
  },
  'download.queued': { en: 'Waiting to start', es: 'A la espera de empezar' },
  'download.progress': { en: 'Preparing the file', es: 'Preparando el archivo' },
  'download.rows': { en: '{rows} of about {total} contacts', es: '{rows} de unos {total} contactos' },
  'download.rowsSoFar': { en: '{rows} contacts so far', es: '{rows} contactos hasta ahora' },
  'download.ready': { en: 'The file is ready', es: 'El archivo está listo' },
  'download.readyHelp': {
    en: { one: '{count} contact, {size}', other: '{count} contacts, {size}' },
    es: { one: '{count} contacto, {size}', other: '{count} contactos, {size}' },
  },
  'download.save': { en: 'Save the file', es: 'Guardar el archivo' },
  'download.another': { en: 'New download', es: 'Nueva descarga' },
  'download.done': { en: 'File ready', es: 'Archivo listo' },
  'download.earlier': { en: 'Earlier downloads', es: 'Descargas anteriores' },
  'download.failed': { en: 'The file could not be made', es: 'No se pudo crear el archivo' },
} as const satisfies Texts;
