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
  'people.elsewhere': { en: 'Not in: {names}', es: 'No está en: {names}' },
} as const satisfies Texts;
