import type { Texts } from '#contracts';

/** The list of imports and the states of an import. */
export const imports = {
  'imports.title': { en: 'Imports', es: 'Importaciones' },
  'imports.list': { en: 'List of imports', es: 'Lista de importaciones' },
  'imports.state': { en: 'State', es: 'Estado' },
  'imports.anyState': { en: 'Any state', es: 'Cualquier estado' },
  'imports.empty': { en: 'No import yet', es: 'Aún no hay importaciones' },
  'imports.emptyHelp': {
    en: 'Each file you import shows here, with its progress and what became of every row.',
    es: 'Aquí verás cada archivo que importes, con su progreso y el resultado de cada fila.',
  },
  'imports.noMatch': { en: 'No import is in this state', es: 'Ninguna importación está en este estado' },
  'imports.more': { en: 'Show earlier imports', es: 'Ver importaciones anteriores' },
  'imports.by': { en: 'by {who}', es: 'por {who}' },
  'imports.after': { en: 'after {file}', es: 'después de {file}' },
  'imports.rows': {
    en: { one: '{count} row', other: '{count} rows' },
    es: { one: '{count} fila', other: '{count} filas' },
  },

  'status.uploaded': { en: 'Uploaded', es: 'Subida' },
  'status.checking': { en: 'Checking', es: 'Comprobando' },
  'status.ready': { en: 'Waiting for your yes', es: 'A la espera de tu confirmación' },
  'status.importing': { en: 'Importing', es: 'Importando' },
  'status.waiting': { en: 'Waiting', es: 'En espera' },
  'status.stalled': { en: 'Standing still', es: 'Parada' },
  'status.completed': { en: 'Completed', es: 'Completada' },
  'status.completed_with_errors': { en: 'Completed with errors', es: 'Completada con errores' },
  'status.rejected': { en: 'Refused', es: 'Rechazada' },
  'status.cancelled': { en: 'Cancelled', es: 'Cancelada' },
  'status.failed': { en: 'Failed', es: 'Fallida' },
} as const satisfies Texts;
