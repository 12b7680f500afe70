import type { Texts } from '#contracts';

/** Saved segments: the menu above the list of contacts, and their page. */
export const segments = {
  'segments.choose': { en: 'Saved segments', es: 'Segmentos guardados' },
  'segments.save': { en: 'Save this filter', es: 'Guardar este filtro' },
  'segments.cannotSave': {
    en: 'Only a search, tags and values can be saved: take the rest out of the filter first.',
    es: 'Solo se pueden guardar una búsqueda, etiquetas y valores: quita antes lo demás del filtro.',
  },
  'segments.manage': { en: 'All segments', es: 'Todos los segmentos' },
  'segments.new': { en: 'New segment', es: 'Nuevo segmento' },
  'segments.change': { en: 'Change the segment', es: 'Cambiar el segmento' },
  'segments.list': { en: 'Segments', es: 'Segmentos' },
  'segments.help': {
    en: 'Filters with a name, for the list, downloads and campaigns. A campaign follows its segment until its audience is fixed.',
    es: 'Filtros con nombre, para la lista, las descargas y las campañas. Una campaña sigue a su segmento hasta que se fija su público.',
  },
  'segments.none': { en: 'No segment yet', es: 'Aún no hay segmentos' },
  'segments.noneHelp': {
    en: 'Filter the contacts and save the filter under a name, or begin here.',
    es: 'Filtra los contactos y guarda el filtro con un nombre, o empieza aquí.',
  },
  'segments.name': { en: 'Name', es: 'Nombre' },
  'segments.for': { en: 'For', es: 'Para' },
  'segments.conditions': { en: 'Conditions', es: 'Condiciones' },
  'segments.everybody': { en: 'All contacts', es: 'Todos los contactos' },
  'segments.saved': { en: 'The segment “{name}” is saved.', es: 'El segmento «{name}» está guardado.' },
  'segments.countedAt': { en: 'counted {time}', es: 'contados el {time}' },
  'segments.notCounted': { en: 'Not counted yet', es: 'Aún sin contar' },
  'segments.count': { en: 'Count again', es: 'Volver a contar' },
  'segments.countOne': { en: 'Count “{name}” again', es: 'Volver a contar «{name}»' },
  'segments.show': { en: 'Show contacts', es: 'Ver contactos' },
  'segments.showOne': { en: 'Show the contacts of “{name}”', es: 'Ver los contactos de «{name}»' },
  'segments.editOne': { en: 'Edit “{name}”', es: 'Editar «{name}»' },
  'segments.remove': { en: 'Delete', es: 'Borrar' },
  'segments.removeOne': { en: 'Delete “{name}”', es: 'Borrar «{name}»' },
  'segments.removeAsk': { en: 'Delete “{name}”?', es: '¿Borrar «{name}»?' },
  'segments.removeWhat': {
    en: 'Contacts stay as they are. What was downloaded or sent with it stays too.',
    es: 'Los contactos quedan como están. Lo que se descargó o envió con él también.',
  },
  'segments.removeUsed': {
    en: {
      one: '{count} campaign uses it. It keeps these conditions as its own:',
      other: '{count} campaigns use it. They keep these conditions as their own:',
    },
    es: {
      one: 'Lo usa {count} campaña. Conserva estas condiciones como propias:',
      other: 'Lo usan {count} campañas. Conservan estas condiciones como propias:',
    },
  },
  'segments.removed': { en: 'The segment “{name}” is deleted.', es: 'El segmento «{name}» está borrado.' },
  'segments.usedBy': { en: 'Used by', es: 'Lo usan' },
  'segments.usedDraft': { en: 'draft', es: 'borrador' },
  'segments.usedAt': { en: 'scheduled for {time}', es: 'programada para el {time}' },
  'segments.follow': {
    en: {
      one: '{count} campaign uses this segment and has the new conditions as soon as you save.',
      other: '{count} campaigns use this segment and have the new conditions as soon as you save.',
    },
    es: {
      one: '{count} campaña usa este segmento y tendrá las condiciones nuevas en cuanto guardes.',
      other: '{count} campañas usan este segmento y tendrán las condiciones nuevas en cuanto guardes.',
    },
  },
} as const satisfies Texts;
