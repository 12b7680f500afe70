import { sentences } from './sentence-texts.js';

/** Warnings about a file that is accepted. */
export const IMPORT_WARNINGS = sentences({
  no_rows: {
    en: 'The file has a header and no rows, so nothing changes.',
    es: 'El archivo tiene encabezado pero ninguna fila, así que no cambia nada.',
  },
  windows_1252: {
    en: 'The text is not Unicode and was read as Windows-1252; check accented letters in the preview, or save it as UTF-8.',
    es: 'El texto no es Unicode y se leyó como Windows-1252; revisa las letras con acento en la vista previa o guárdalo como UTF-8.',
  },
  'windows_1252/cell': {
    en: 'The text is not Unicode and was read as Windows-1252, because of "{cell}" in row {row}; check accented letters in the preview, or save it as UTF-8.',
    es: 'El texto no es Unicode y se leyó como Windows-1252, por «{cell}» en la fila {row}; revisa las letras con acento en la vista previa o guárdalo como UTF-8.',
  },
  format_differs: {
    en: 'The name of the file ends otherwise, but it is {format} and was read as such.',
    es: 'El nombre del archivo termina de otra forma, pero es {format} y se leyó como tal.',
  },
  other_sheets: {
    en: 'The workbook has several sheets; only the first visible one, "{read}", was read.',
    es: 'El libro tiene varias hojas; solo se leyó la primera visible, «{read}».',
  },
  hidden_rows: {
    en: {
      one: 'The sheet hides {count} row; hidden rows are imported too.',
      other: 'The sheet hides {count} rows; hidden rows are imported too.',
    },
    es: {
      one: 'La hoja oculta {count} fila; las filas ocultas también se importan.',
      other: 'La hoja oculta {count} filas; las filas ocultas también se importan.',
    },
  },
  merged_cells: {
    en: {
      one: 'The sheet has {count} merged area; only the first cell of each has the value, the others are blank.',
      other: 'The sheet has {count} merged areas; only the first cell of each has the value, the others are blank.',
    },
    es: {
      one: 'La hoja tiene {count} grupo de celdas combinadas; solo la primera de cada grupo tiene el valor, las demás están vacías.',
      other:
        'La hoja tiene {count} grupos de celdas combinadas; solo la primera de cada grupo tiene el valor, las demás están vacías.',
    },
  },
  blank_columns: {
    en: {
      one: '{count} value column is blank in every row; these values are removed from all contacts of the account, in the file or not.',
      other:
        '{count} value columns are blank in every row; these values are removed from all contacts of the account, in the file or not.',
    },
    es: {
      one: '{count} columna de valores está vacía en todas las filas; esos valores se quitan a todos los contactos de la cuenta, estén o no en el archivo.',
      other:
        '{count} columnas de valores están vacías en todas las filas; esos valores se quitan a todos los contactos de la cuenta, estén o no en el archivo.',
    },
  },
  confirm_mapping: {
    en: 'The import waits for a confirmation, because the first row does not say for certain what the columns are: "{phone}" is read as the phone number and "{name}" as the name; start it if this is right, or choose what each column becomes.',
    es: 'La importación espera una confirmación, porque la primera fila no deja claro qué son las columnas: «{phone}» se lee como el teléfono y «{name}» como el nombre; iníciala si es correcto, o elige qué es cada columna.',
  },
  opt_outs_kept: {
    en: {
      one: '{count} row says no in opt_out; an import takes no mark off unless optOut=clear is stated, which is for administrators.',
      other:
        '{count} rows say no in opt_out; an import takes no mark off unless optOut=clear is stated, which is for administrators.',
    },
    es: {
      one: '{count} fila dice no en opt_out; una importación no quita ninguna marca si no se indica optOut=clear, reservado a los administradores.',
      other:
        '{count} filas dicen no en opt_out; una importación no quita ninguna marca si no se indica optOut=clear, reservado a los administradores.',
    },
  },
  confirm_blank_columns: {
    en: {
      one: 'The import waits for a confirmation, because {count} contact would lose a value; start it, or upload the file with blankColumns=clear or keep.',
      other:
        'The import waits for a confirmation, because up to {count} contacts would lose a value each; start it, or upload the file with blankColumns=clear or keep.',
    },
    es: {
      one: 'La importación espera una confirmación, porque {count} contacto perdería un valor; iníciala, o sube el archivo con blankColumns=clear o keep.',
      other:
        'La importación espera una confirmación, porque hasta {count} contactos perderían un valor cada uno; iníciala, o sube el archivo con blankColumns=clear o keep.',
    },
  },
  confirm_large_change: {
    en: {
      one: 'The import waits for a confirmation, because it would change {count} contact, which is more than {percent} % of the account; start it if this is meant.',
      other:
        'The import waits for a confirmation, because it would change {count} contacts, which is more than {percent} % of the account; start it if this is meant.',
    },
    es: {
      one: 'La importación espera una confirmación, porque cambiaría {count} contacto, más del {percent} % de la cuenta; iníciala si es lo que quieres.',
      other:
        'La importación espera una confirmación, porque cambiaría {count} contactos, más del {percent} % de la cuenta; iníciala si es lo que quieres.',
    },
  },
  blank_columns_kept: {
    en: 'Not every row could be processed, so nothing was removed because of blank columns; upload the file again if these values are to go.',
    es: 'No se pudieron procesar todas las filas, así que no se quitó nada por las columnas vacías; vuelve a subir el archivo si hay que quitar esos valores.',
  },
  rows_mended: {
    en: {
      one: '{count} row was mended here and goes in as it was mended; the uploaded file stays as it is.',
      other: '{count} rows were mended here and go in as they were mended; the uploaded file stays as it is.',
    },
    es: {
      one: '{count} fila se corrigió aquí y entra corregida; el archivo subido se queda como está.',
      other: '{count} filas se corrigieron aquí y entran corregidas; el archivo subido se queda como está.',
    },
  },
  rows_left_out: {
    en: {
      one: '{count} row is left out, as somebody said here, and counts as if it were not in the file.',
      other: '{count} rows are left out, as somebody said here, and count as if they were not in the file.',
    },
    es: {
      one: '{count} fila se omite, porque alguien lo indicó aquí, y cuenta como si no estuviera en el archivo.',
      other: '{count} filas se omiten, porque alguien lo indicó aquí, y cuentan como si no estuvieran en el archivo.',
    },
  },
  surplus_cells: {
    en: {
      one: 'Every row has {count} blank cell more than the header; it is left out, so look in the preview whether each value is in its column.',
      other:
        'Every row has {count} blank cells more than the header; they are left out, so look in the preview whether each value is in its column.',
    },
    es: {
      one: 'Todas las filas tienen {count} celda vacía más que el encabezado; no se tiene en cuenta, así que mira en la vista previa si cada valor está en su columna.',
      other:
        'Todas las filas tienen {count} celdas vacías más que el encabezado; no se tienen en cuenta, así que mira en la vista previa si cada valor está en su columna.',
    },
  },
  mexican_numbers: {
    en: {
      one: '{count} Mexican number has the 1 that is no longer dialled (521…) and is read without it (52…): that of row {row}.',
      other:
        '{count} Mexican numbers have the 1 that is no longer dialled (521…) and are read without it (52…); the first is that of row {row}.',
    },
    es: {
      one: '{count} número de México lleva el 1 que ya no se marca (521…) y se lee sin él (52…): el de la fila {row}.',
      other:
        '{count} números de México llevan el 1 que ya no se marca (521…) y se leen sin él (52…); el primero es el de la fila {row}.',
    },
  },
  national_numbers: {
    en: {
      one: '{count} number without a country code was read as one of {country:country}.',
      other: '{count} numbers without a country code were read as numbers of {country:country}.',
    },
    es: {
      one: '{count} número sin prefijo de país se leyó como uno de {country:country}.',
      other: '{count} números sin prefijo de país se leyeron como números de {country:country}.',
    },
  },
  'national_numbers/shown': {
    en: {
      one: '{count} number without a country code is read as one of {country:country}: {numbers}.',
      other: '{count} numbers without a country code are read as numbers of {country:country}, such as {numbers}.',
    },
    es: {
      one: '{count} número sin prefijo de país se lee como uno de {country:country}: {numbers}.',
      other: '{count} números sin prefijo de país se leen como números de {country:country}, por ejemplo {numbers}.',
    },
  },
  doubtful_numbers: {
    en: {
      one: '{count} of these numbers could also be one of another country with its code, that of row {row}; write + before it if it is.',
      other:
        '{count} of these numbers could also be ones of another country with its code, the first in row {row}; write + before those that are.',
    },
    es: {
      one: '{count} de estos números también podría ser de otro país, con su prefijo: el de la fila {row}; si lo es, escribe + delante.',
      other:
        '{count} de estos números también podrían ser de otro país, con su prefijo, el primero en la fila {row}; escribe + delante de los que lo sean.',
    },
  },
  phone_twins: {
    en: {
      one: '{count} number of Brazil or Argentina is in the account both with and without the 9 of mobiles; both stay, as two contacts that may be one person.',
      other:
        '{count} numbers of Brazil or Argentina are in the account both with and without the 9 of mobiles; both stay, as two contacts that may be one person.',
    },
    es: {
      one: '{count} número de Brasil o Argentina está en la cuenta con y sin el 9 de los móviles; se quedan los dos, como dos contactos que quizá sean la misma persona.',
      other:
        '{count} números de Brasil o Argentina están en la cuenta con y sin el 9 de los móviles; se quedan los dos, como dos contactos que quizá sean la misma persona.',
    },
  },
  'phone_twins/at_least': {
    en: 'At least {count} numbers of Brazil or Argentina are in the account both with and without the 9 of mobiles; both stay, as two contacts that may be one person.',
    es: 'Al menos {count} números de Brasil o Argentina están en la cuenta con y sin el 9 de los móviles; se quedan los dos, como dos contactos que quizá sean la misma persona.',
  },
  reserved_columns: {
    en: 'The columns import_row and import_error only tell what went wrong in an earlier import and are ignored.',
    es: 'Las columnas import_row e import_error solo dicen qué falló en una importación anterior y se ignoran.',
  },
});
