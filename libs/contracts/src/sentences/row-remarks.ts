import { sentences } from './sentence-texts.js';

/** What is said about a row that is listed though it is not skipped. */
export const ROW_REMARKS = sentences({
  number_old_form: {
    en: 'The Mexican number has the 1 that is no longer dialled, and is read without it.',
    es: 'El número de México lleva el 1 que ya no se marca, y se lee sin él.',
  },
  number_doubtful: {
    en: 'The number has no country code and was read as one of the stated country; write + before it if it begins with the code of another.',
    es: 'El número no lleva prefijo de país y se leyó como uno del país indicado; escribe + delante si empieza por el prefijo de otro.',
  },
  row_mended: { en: 'The row was mended, and can go in.', es: 'La fila se corrigió y puede entrar.' },
  mended_but_wrong: {
    en: 'The row is as it was mended in Contacts, and not as it was uploaded.',
    es: 'La fila está como se corrigió en Contacts, y no como se subió.',
  },
  row_left_out: {
    en: 'The row is left out, as somebody said.',
    es: 'La fila se omite, porque alguien lo indicó.',
  },
});
