import { sentences } from './sentence-texts.js';

/** Why an import, an export, a tag change or a replay failed. */
export const ORDER_ERRORS = sentences({
  'internal_error/check': {
    en: 'Something went wrong on our side while the file was checked, and nothing was changed. Please upload it again.',
    es: 'Algo falló por nuestra parte al comprobar el archivo y no se cambió nada. Vuelve a subirlo, por favor.',
  },
  'internal_error/apply': {
    en: 'Something went wrong on our side while the file was imported. What is counted as created, updated or unchanged is in; please upload the file again for the rest.',
    es: 'Algo falló por nuestra parte al importar el archivo. Lo que figura como nuevo, cambiado o sin cambios ha entrado; vuelve a subir el archivo para el resto, por favor.',
  },
  'internal_error/export': {
    en: 'The file could not be made. Please try again.',
    es: 'No se pudo crear el archivo. Inténtalo otra vez, por favor.',
  },
  'too_many_rows/export': {
    en: 'An Excel sheet holds {rows} contacts at most. Download these as CSV, or narrow the filter.',
    es: 'Una hoja de Excel admite como mucho {rows} contactos. Descárgalos como CSV o acota el filtro.',
  },
  'internal_error/tag_change': {
    en: 'The tags could not be changed everywhere. Please try again.',
    es: 'No se pudieron cambiar las etiquetas en todos los contactos. Inténtalo otra vez, por favor.',
  },
  'internal_error/undo': {
    en: 'Not every contact could be changed back. What went back stays so; please undo it again.',
    es: 'No se pudieron devolver todos los contactos. Los devueltos se quedan así; deshazlo otra vez, por favor.',
  },
  'internal_error/replay': {
    en: 'Not every contact could be told of. Please start the replay again.',
    es: 'No se pudo informar de todos los contactos. Inicia el reenvío otra vez, por favor.',
  },
});
