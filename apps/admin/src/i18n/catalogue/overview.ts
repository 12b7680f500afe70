import type { Texts } from '#contracts';

/** The charts. */
export const overview = {
  'overview.title': { en: 'Overview', es: 'Resumen' },
  'overview.span': { en: 'Time span', es: 'Periodo' },
  'overview.days': {
    en: { one: '{count} day', other: '{count} days' },
    es: { one: '{count} día', other: '{count} días' },
  },
  'overview.day': { en: 'Day', es: 'Día' },
  'overview.asTable': { en: 'As a table', es: 'Como tabla' },
  'overview.asChart': { en: 'As a chart', es: 'Como gráfico' },
  'overview.growth': { en: 'Contacts over time', es: 'Contactos a lo largo del tiempo' },
  'overview.growthHelp': {
    en: 'All that imports have brought so far.',
    es: 'Todo lo que han traído las importaciones hasta entonces.',
  },
  'overview.imports': { en: 'Imports per day', es: 'Importaciones por día' },
  'overview.importsHelp': { en: 'How many ended each day, and how.', es: 'Cuántas terminaron cada día, y cómo.' },
  'overview.completed': { en: 'Completed', es: 'Completadas' },
  'overview.withErrors': { en: 'With errors', es: 'Con errores' },
  'overview.stopped': { en: 'Not completed', es: 'Sin completar' },
  'overview.tags': { en: 'The ten largest tags', es: 'Las diez etiquetas más usadas' },
  'overview.tagsHelp': { en: 'How many contacts have each.', es: 'Cuántos contactos tiene cada una.' },
  'overview.noImport': { en: 'No import in this time.', es: 'Ninguna importación en este periodo.' },
  'overview.noTag': { en: 'No contact has a tag yet.', es: 'Ningún contacto tiene etiquetas todavía.' },
  'overview.chooseAccount': { en: 'Choose a number to see its tags.', es: 'Elige un número para ver sus etiquetas.' },
} as const satisfies Texts;
