import { sentences } from './sentence-texts.js';

/** Errors of edits that rows of a file cannot have. */
export const EDIT_ERRORS = sentences({
  tag_missing: { en: 'A tag is blank; leave it out.', es: 'Una etiqueta está vacía; quítala.' },
  tag_added_and_removed: {
    en: 'The same tag is to be added and removed; choose one.',
    es: 'La misma etiqueta se añade y se quita a la vez; elige una cosa.',
  },
  value_name_missing: {
    en: 'The name of a value is blank; give it one.',
    es: 'El nombre de un valor está vacío; ponle uno.',
  },
  value_name_reserved: {
    en: 'This name means another column in a file; choose another for the value.',
    es: 'Este nombre designa otra columna en un archivo; elige otro para el valor.',
  },
  value_name_twice: {
    en: 'The same value comes twice, in another spelling; leave one out.',
    es: 'El mismo valor aparece dos veces, escrito de otra forma; quita uno.',
  },
  'too_many_value_names/edit': {
    en: 'The account would have more than {limit} values of different names, more than a file can hold; use one that is there.',
    es: 'La cuenta tendría más de {limit} valores con nombres distintos, más de los que caben en un archivo; usa uno de los que ya hay.',
  },
});
