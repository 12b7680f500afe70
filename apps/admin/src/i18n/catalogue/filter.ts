import type { Texts } from '#contracts';

/** The conditions of a filter. */
export const filter = {
  'filter.add': { en: 'Add a filter', es: 'Añadir un filtro' },
  'filter.placeholder': { en: 'Filter by tag or value', es: 'Filtrar por etiqueta o valor' },
  'filter.hint': {
    en: 'Type a tag, or a value such as city: London',
    es: 'Escribe una etiqueta, o un valor como ciudad: Madrid',
  },
  'filter.group': { en: 'Filters', es: 'Filtros' },
  'filter.tags': { en: 'Tags', es: 'Etiquetas' },
  'filter.values': { en: 'Values', es: 'Valores' },
  'filter.marks': { en: 'Marks', es: 'Marcas' },
  'filter.typedTag': { en: 'Tag “{name}”', es: 'Etiqueta «{name}»' },
  'filter.typedValue': { en: '{name} is “{value}”', es: '{name} es «{value}»' },
  'filter.anyValue': { en: 'Has any {name}', es: 'Tiene algún valor de {name}' },
  'filter.tag': { en: 'Tag', es: 'Etiqueta' },
  // The text of a chip, by the name of its condition or of the opposite.
  'condition.tag': { en: 'has', es: 'tiene' },
  'condition.notTag': { en: 'has not', es: 'no tiene' },
  'condition.value': { en: 'is', es: 'es' },
  'condition.notValue': { en: 'is not', es: 'no es' },
  'condition.hasValue': { en: 'has any', es: 'tiene alguno' },
  'condition.notHasValue': { en: 'has none', es: 'no tiene' },
  'condition.import': { en: 'brought or changed by', es: 'traídos o cambiados por' },
  'condition.updatedSince': { en: 'changed since', es: 'cambiados desde' },
  'condition.optedOut': { en: 'do not contact', es: 'no contactar' },
  'filter.yes': { en: 'yes', es: 'sí' },
  'filter.no': { en: 'no', es: 'no' },
  'filter.switchTo': { en: '{chip}: switch to “{to}”', es: '{chip}: cambiar a «{to}»' },
  'filter.remove': { en: 'Remove filter {chip}', es: 'Quitar el filtro {chip}' },
  'filter.clear': { en: 'Clear filters', es: 'Quitar los filtros' },
  'filter.match': { en: 'Which conditions must hold', es: 'Qué condiciones deben cumplirse' },
  'filter.matchAll': { en: 'Match all', es: 'Todas' },
  'filter.matchAny': { en: 'Match any', es: 'Alguna' },
} as const satisfies Texts;
