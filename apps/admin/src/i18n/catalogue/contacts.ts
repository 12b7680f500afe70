import type { Texts } from '#contracts';

/** The list of contacts. */
export const contacts = {
  'contacts.title': { en: 'Contacts', es: 'Contactos' },
  'contacts.search': { en: 'Search by name or phone', es: 'Buscar por nombre o teléfono' },
  'contacts.count': {
    en: { one: '{count} contact', other: '{count} contacts' },
    es: { one: '{count} contacto', other: '{count} contactos' },
  },
  'contacts.countFloor': { en: '{count}+ contacts', es: '{count}+ contactos' },
  'contacts.countExactly': { en: 'Count exactly', es: 'Contar con exactitud' },
  'contacts.table': { en: 'List of contacts', es: 'Lista de contactos' },
  'contacts.phone': { en: 'Phone', es: 'Teléfono' },
  'contacts.name': { en: 'Name', es: 'Nombre' },
  'contacts.tags': { en: 'Tags', es: 'Etiquetas' },
  'contacts.account': { en: 'WhatsApp number', es: 'Número de WhatsApp' },
  'contacts.moreTags': { en: '{count} more: {tags}', es: '{count} más: {tags}' },
  'contacts.badLink': {
    en: 'The filter in this address cannot be read, so no filter is applied: {part}',
    es: 'No se puede leer el filtro de esta dirección, así que no se aplica ninguno: {part}',
  },

  'sort.label': { en: 'Sort by', es: 'Ordenar por' },
  'sort.phone': { en: 'Phone, ascending', es: 'Teléfono, ascendente' },
  'sort.-phone': { en: 'Phone, descending', es: 'Teléfono, descendente' },
  'sort.name': { en: 'Name, A to Z', es: 'Nombre, de la A a la Z' },
  'sort.-name': { en: 'Name, Z to A', es: 'Nombre, de la Z a la A' },

  'columns.button': { en: 'Columns', es: 'Columnas' },
  'columns.help': {
    en: 'Choose which values show, and in which order.',
    es: 'Elige qué valores se ven y en qué orden.',
  },
  'columns.none': { en: 'These contacts have no values yet.', es: 'Estos contactos aún no tienen valores.' },
  'columns.up': { en: 'Move {name} up', es: 'Subir {name}' },
  'columns.down': { en: 'Move {name} down', es: 'Bajar {name}' },

  'empty.noAccount': { en: 'Connect a WhatsApp number first', es: 'Conecta primero un número de WhatsApp' },
  'empty.noAccountHelp': {
    en: 'Contacts belong to a WhatsApp Cloud number, and your organisation has none yet. An administrator can connect one.',
    es: 'Los contactos pertenecen a un número de WhatsApp Cloud, y tu organización aún no tiene ninguno. Un administrador puede conectarlo.',
  },
  'empty.toNumbers': { en: 'Connect a number', es: 'Conectar un número' },
  'empty.noContact': { en: 'Bring in your first contacts', es: 'Trae tus primeros contactos' },
  'empty.noContactHelp': {
    en: 'Import a CSV or Excel file. It needs a column “id” with the phone number and a column “name”. The column “tags” and any other become what you can filter by.',
    es: 'Importa un archivo CSV o Excel. Necesita una columna «id» con el teléfono y una columna «name». La columna «tags» y las demás sirven después para filtrar.',
  },
  'empty.example': { en: 'Example file', es: 'Archivo de ejemplo' },
  'empty.noMatch': { en: 'No contact matches', es: 'Ningún contacto coincide' },
  'empty.allAccounts': { en: 'Look in all numbers', es: 'Buscar en todos los números' },
  'empty.noMatchHelp': {
    en: 'Try fewer conditions, or check the spelling. Search looks at the start of each word of a name, and at the start or end of a phone number.',
    es: 'Prueba con menos condiciones o revisa la ortografía. La búsqueda mira el principio de cada palabra del nombre, y el principio o el final del teléfono.',
  },
} as const satisfies Texts;
