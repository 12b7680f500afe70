import type { Texts } from '#contracts';

/** How the file of an import is to be read. */
export const reading = {
  'reading.title': { en: 'How the file is read', es: 'Cómo se lee el archivo' },
  'reading.country': { en: 'Country of numbers without a country code', es: 'País de los números sin prefijo de país' },
  'reading.countryHelp': {
    en: 'Numbers with + or a country code stay as they are.',
    es: 'Los números con + o con prefijo de país se quedan como están.',
  },
  'reading.countryNone': { en: 'None: every number needs its code', es: 'Ninguno: todos deben llevar prefijo' },
  'reading.countryLikely': { en: 'Country of this WhatsApp number', es: 'País de este número de WhatsApp' },
  'reading.countries': { en: 'All countries', es: 'Todos los países' },
} as const satisfies Texts;
