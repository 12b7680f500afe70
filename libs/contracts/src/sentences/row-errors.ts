import { sentences } from './sentence-texts.js';

/** Why a row is reported and skipped. The same rules apply to edits of contacts. */
export const ROW_ERRORS = sentences({
  phone_missing: {
    en: 'The id is blank; write the phone number with its country code.',
    es: 'El id está vacío; escribe el teléfono con el prefijo del país.',
  },
  phone_scientific: {
    en: 'A spreadsheet shortened this phone number to scientific notation and its last digits are lost; set the column to text and enter the number again.',
    es: 'Una hoja de cálculo acortó este teléfono a notación científica y se perdieron sus últimas cifras; da formato de texto a la columna y vuelve a escribir el número.',
  },
  phone_other_digits: {
    en: 'The phone number is written with the digits of another script; write it with the digits 0 to 9.',
    es: 'El teléfono está escrito con cifras de otra escritura; escríbelo con las cifras del 0 al 9.',
  },
  phone_extension: {
    en: 'The phone number has an extension, which WhatsApp cannot reach; leave it out.',
    es: 'El teléfono lleva una extensión, a la que WhatsApp no puede llegar; quítala.',
  },
  phone_several: {
    en: 'The cell holds more than one phone number; write one, and each other one in a row of its own.',
    es: 'La celda tiene más de un teléfono; deja uno y escribe cada uno de los demás en una fila propia.',
  },
  phone_not_digits: {
    en: 'The id is not a phone number; write only its digits with the country code, like 44687985632.',
    es: 'El id no es un teléfono; escribe solo sus cifras con el prefijo del país, como 44687985632.',
  },
  phone_without_country_code: {
    en: 'The phone number starts with 0, so its country code is missing; write it like 44687985632.',
    es: 'El teléfono empieza por 0, así que falta el prefijo del país; escríbelo como 44687985632.',
  },
  phone_not_possible: {
    en: 'No country has phone numbers of this length and beginning; check the country code and the digits.',
    es: 'Ningún país tiene teléfonos con esta longitud y este comienzo; revisa el prefijo del país y las cifras.',
  },
  name_missing: {
    en: 'The name is blank; every contact needs one.',
    es: 'El nombre está vacío; cada contacto necesita uno.',
  },
  name_too_long: {
    en: 'The name has more than {characters} characters; shorten it.',
    es: 'El nombre tiene más de {characters} caracteres; acórtalo.',
  },
  cell_too_long: {
    en: 'The cell holds more than {bytes} bytes of text; shorten it.',
    es: 'La celda tiene más de {bytes} bytes de texto; acórtala.',
  },
  control_character: {
    en: 'The cell holds an invisible character that cannot be kept; delete the text and type it again.',
    es: 'La celda contiene un carácter invisible que no se puede guardar; borra el texto y escríbelo otra vez.',
  },
  too_many_cells: {
    en: 'The row has more cells than the header, so its values may be in the wrong columns; put a text that has a comma in it in quotes, like "Smith, Jane".',
    es: 'La fila tiene más celdas que el encabezado, así que sus valores pueden estar en columnas equivocadas; pon entre comillas un texto que lleve comas, como "Smith, Jane".',
  },
  tag_comma: {
    en: 'A tag cannot hold a comma, since commas part tags from each other in a file.',
    es: 'Una etiqueta no puede llevar comas, porque en un archivo las comas separan unas etiquetas de otras.',
  },
  contact_erased: {
    en: 'The data of this person were erased, and nothing may be taken in again; an administrator can take the mark "do not contact" off first.',
    es: 'Los datos de esta persona se borraron y no se puede volver a guardar nada; un administrador puede quitar antes la marca «no contactar».',
  },
  too_many_tags: {
    en: 'The contact would have more than {limit} tags; leave some out.',
    es: 'El contacto tendría más de {limit} etiquetas; quita algunas.',
  },
  tags_too_long: {
    en: 'The tags of the contact would take more than {bytes} bytes together; leave some out.',
    es: 'Las etiquetas del contacto ocuparían juntas más de {bytes} bytes; quita algunas.',
  },
  too_many_values: {
    en: 'The contact would have more than {limit} values; leave some out.',
    es: 'El contacto tendría más de {limit} valores; quita algunos.',
  },
  opt_out_unclear: {
    en: 'The cell of opt_out says neither yes, all nor no; write yes if this contact must not be contacted, and all if from none of your numbers.',
    es: 'La celda de opt_out no dice ni yes, ni all, ni no; escribe yes si no se debe contactar con este contacto, y all si desde ninguno de vuestros números.',
  },
  formula_without_result: {
    en: 'The cell holds a formula whose result is not in the file; open it in your spreadsheet, save it and upload it again.',
    es: 'La celda contiene una fórmula cuyo resultado no está en el archivo; ábrelo en tu hoja de cálculo, guárdalo y vuelve a subirlo.',
  },
  cell_error: {
    en: 'The cell holds an error of the spreadsheet, such as #N/A, instead of a value; mend or empty it.',
    es: 'La celda contiene un error de la hoja de cálculo, como #N/A, en lugar de un valor; corrígela o vacíala.',
  },
  duplicate: {
    en: 'The same id comes again in row {row}, which counts instead of this one.',
    es: 'El mismo id vuelve a aparecer en la fila {row}, que cuenta en lugar de esta.',
  },
});
