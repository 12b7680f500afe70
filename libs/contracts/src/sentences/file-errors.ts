import { sentences } from './sentence-texts.js';

/** Why a whole file is refused before anything is written. */
export const FILE_ERRORS = sentences({
  empty_file: {
    en: 'The file is empty; its first row must name the columns: id, name and any others.',
    es: 'El archivo está vacío; su primera fila debe dar nombre a las columnas: id, name y las que quieras.',
  },
  file_too_large: {
    en: 'The file is larger than {bytes:size}; split it into several.',
    es: 'El archivo ocupa más de {bytes:size}; divídelo en varios.',
  },
  too_many_rows: {
    en: 'The file has more than {rows} rows; split it into several.',
    es: 'El archivo tiene más de {rows} filas; divídelo en varios.',
  },
  unknown_format: {
    en: 'The file is not CSV, XLSX or XLS; save it as one of these and upload it again.',
    es: 'El archivo no es CSV, XLSX ni XLS; guárdalo en uno de estos formatos y vuelve a subirlo.',
  },
  'unknown_format/begins': {
    en: 'The file is not CSV, XLSX or XLS, but begins with "{start}"; save it as one of these and upload it again.',
    es: 'El archivo no es CSV, XLSX ni XLS, sino que empieza por «{start}»; guárdalo en uno de estos formatos y vuelve a subirlo.',
  },
  encrypted_workbook: {
    en: 'The workbook is protected by a password; save it without one and upload it again.',
    es: 'El libro está protegido con contraseña; guárdalo sin ella y vuelve a subirlo.',
  },
  broken_workbook: {
    en: 'The workbook is damaged and cannot be read to its end; open it in your spreadsheet, save it and upload it again.',
    es: 'El libro está dañado y no se puede leer hasta el final; ábrelo en tu hoja de cálculo, guárdalo y vuelve a subirlo.',
  },
  workbook_too_large: {
    en: 'The workbook holds more than {bytes:size} once unpacked; split it or save it as CSV.',
    es: 'El libro ocupa más de {bytes:size} una vez descomprimido; divídelo o guárdalo como CSV.',
  },
  workbook_too_complex: {
    en: 'The workbook takes too long or too much memory to read; save it as CSV and upload that.',
    es: 'Leer el libro lleva demasiado tiempo o demasiada memoria; guárdalo como CSV y sube ese archivo.',
  },
  no_visible_sheet: {
    en: 'The workbook has no visible sheet; show the sheet with the contacts and save it.',
    es: 'El libro no tiene ninguna hoja visible; muestra la hoja con los contactos y guárdalo.',
  },
  'no_visible_sheet/found': {
    en: 'The workbook has no visible sheet with cells, but these: {sheets}; show the one with the contacts and save it.',
    es: 'El libro no tiene ninguna hoja visible con celdas, sino estas: {sheets}; muestra la de los contactos y guárdalo.',
  },
  sheet_not_found: {
    en: 'The workbook has no sheet "{sheet}", but these: {sheets}; state one of them.',
    es: 'El libro no tiene ninguna hoja «{sheet}», sino estas: {sheets}; indica una de ellas.',
  },
  header_row_missing: {
    en: 'Row {row} was stated as the header, but is blank or beyond the end; the first row with text is row {first}: "{line}".',
    es: 'Se indicó la fila {row} como encabezado, pero está vacía o más allá del final; la primera fila con texto es la {first}: «{line}».',
  },
  'quote_not_closed/text': {
    en: 'A quote (") is opened in this row before "{text}" and never closed; close it, or write it twice where it belongs to the text.',
    es: 'En esta fila se abren unas comillas (") delante de «{text}» que nunca se cierran; ciérralas, o escríbelas dos veces donde formen parte del texto.',
  },
  quote_not_closed: {
    en: 'A quote (") is opened in this row and never closed; close it, or write it twice where it belongs to the text.',
    es: 'En esta fila se abren unas comillas (") que nunca se cierran; ciérralas, o escríbelas dos veces donde formen parte del texto.',
  },
  'quote_misplaced/text': {
    en: 'Text follows a closing quote (") in this row, after "{text}"; write a quote that belongs to the text twice.',
    es: 'En esta fila hay texto detrás de unas comillas (") de cierre, después de «{text}»; escribe dos veces las comillas que formen parte del texto.',
  },
  quote_misplaced: {
    en: 'Text follows a closing quote (") in this row; write a quote that belongs to the text twice.',
    es: 'En esta fila hay texto detrás de unas comillas (") de cierre; escribe dos veces las comillas que formen parte del texto.',
  },
  row_too_long: {
    en: 'One row runs on for more than a million characters; most likely a quote (") is opened and never closed.',
    es: 'Una fila tiene más de un millón de caracteres; lo más probable es que se abran unas comillas (") que nunca se cierran.',
  },
  row_too_large: {
    en: 'One row of the workbook, or one cell alone, holds more than a million characters of text; shorten or remove it.',
    es: 'Una fila del libro, o una sola celda, tiene más de un millón de caracteres de texto; acórtala o quítala.',
  },
  missing_id_column: {
    en: 'The first row names no column "id"; name the column with the phone numbers so, above the contacts.',
    es: 'La primera fila no nombra ninguna columna «id»; llama así, encima de los contactos, a la columna de los teléfonos.',
  },
  'missing_id_column/found': {
    en: 'The first row names no column "id", but these: {found}; name the column with the phone numbers so, above the contacts.',
    es: 'La primera fila no nombra ninguna columna «id», sino estas: {found}; llama así, encima de los contactos, a la columna de los teléfonos.',
  },
  'missing_id_column/line': {
    en: 'The header has one cell only, "{found}", and no column "id"; state the row of the header (headerRow) or the delimiter if they are others, or name the column with the phone numbers so.',
    es: 'El encabezado tiene una sola celda, «{found}», y ninguna columna «id»; indica la fila del encabezado (headerRow) o el delimitador (delimiter) si son otros, o llama así a la columna de los teléfonos.',
  },
  'missing_id_column/sheet': {
    en: 'The header of the sheet "{sheet}" names no column "id", but these: {found}; state which of the sheets {sheets} has the contacts, or name the column with the phone numbers so.',
    es: 'El encabezado de la hoja «{sheet}» no nombra ninguna columna «id», sino estas: {found}; indica cuál de las hojas {sheets} tiene los contactos, o llama así a la columna de los teléfonos.',
  },
  'missing_name_column/sheet': {
    en: 'The header of the sheet "{sheet}" names no column "name", but these: {found}; state which of the sheets {sheets} has the contacts, or name the column with the names so.',
    es: 'El encabezado de la hoja «{sheet}» no nombra ninguna columna «name», sino estas: {found}; indica cuál de las hojas {sheets} tiene los contactos, o llama así a la columna de los nombres.',
  },
  'missing_name_column/found': {
    en: 'The first row names no column "name", but these: {found}; name the column with the names so.',
    es: 'La primera fila no nombra ninguna columna «name», sino estas: {found}; llama así a la columna de los nombres.',
  },
  missing_name_column: {
    en: 'The first row names no column "name"; name the column with the names so.',
    es: 'La primera fila no nombra ninguna columna «name»; llama así a la columna de los nombres.',
  },
  'unknown_column/found': {
    en: 'The mapping names a column "{column}", which the first row does not have; it has {found}.',
    es: 'La asignación nombra una columna «{column}» que la primera fila no tiene; tiene {found}.',
  },
  reserved_value_name: {
    en: 'A value cannot be named "{name}", because a column with this name is something else; give it another name or ignore the column.',
    es: 'Un valor no puede llamarse «{name}», porque una columna con ese nombre es otra cosa; dale otro nombre o no uses la columna.',
  },
  'duplicate_column/mapped': {
    en: 'The columns "{first}" and "{second}" both become the value "{name}"; give one of them another name, or ignore it.',
    es: 'Las columnas «{first}» y «{second}» pasan a ser el valor «{name}»; da otro nombre a una de ellas, o no la uses.',
  },
  duplicate_column: {
    en: 'Columns {first} and {second} have the same name (upper and lower case are the same); rename or remove one.',
    es: 'Las columnas {first} y {second} se llaman igual (mayúsculas y minúsculas no se distinguen); cambia el nombre de una o quítala.',
  },
  header_blank: {
    en: 'Column {column} has data but no name in the first row; give it a name or clear the column.',
    es: 'La columna {column} tiene datos pero no tiene nombre en la primera fila; ponle un nombre o vacía la columna.',
  },
  too_many_columns: {
    en: 'The file has more than {limit} columns; leave some out.',
    es: 'El archivo tiene más de {limit} columnas; quita algunas.',
  },
  too_many_value_names: {
    en: 'With this file the account would have more than {limit} value columns, more than one download can hold; leave some out or rename them to ones it has.',
    es: 'Con este archivo la cuenta tendría más de {limit} columnas de valores, más de las que caben en una descarga; quita algunas o dales el nombre de otras que ya tenga.',
  },
  value_name_too_long: {
    en: 'The name of a value has more than {characters} characters; shorten it.',
    es: 'El nombre de un valor tiene más de {characters} caracteres; acórtalo.',
  },
  header_too_long: {
    en: 'The name of a column holds more than {bytes} bytes of text; shorten it.',
    es: 'El nombre de una columna tiene más de {bytes} bytes de texto; acórtalo.',
  },
  header_cell_error: {
    en: 'The name of a column is a formula without a result or an error such as #N/A; type the name itself.',
    es: 'El nombre de una columna es una fórmula sin resultado o un error como #N/A; escribe el nombre tal cual.',
  },
  header_control_character: {
    en: 'The name of a column holds an invisible character that cannot be kept; type it again.',
    es: 'El nombre de una columna contiene un carácter invisible que no se puede guardar; escríbelo otra vez.',
  },
});
