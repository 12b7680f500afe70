import { sentences } from './sentence-texts.js';

/** Why an upload is refused, and what is not possible in an import's current state. */
export const IMPORT_PROBLEMS = sentences({
  not_multipart: {
    en: 'Send multipart/form-data: accountId and options first, then the field "file".',
    es: 'Envía multipart/form-data: primero accountId y las opciones, después el campo "file".',
  },
  'not_multipart/malformed': {
    en: 'The body is not well-formed multipart/form-data.',
    es: 'El cuerpo no es multipart/form-data bien formado.',
  },
  missing_field: { en: 'Send accountId, before the file.', es: 'Envía accountId antes del archivo.' },
  'unexpected_field/other_name': {
    en: 'Send the file in the field "file", not {name}.',
    es: 'Envía el archivo en el campo "file", no en {name}.',
  },
  'unexpected_field/unknown': {
    en: '{name} is unknown; there are accountId, {options} and file.',
    es: '{name} no existe; hay accountId, {options} y file.',
  },
  'unexpected_field/twice': { en: '{name} is there twice.', es: '{name} aparece dos veces.' },
  'unexpected_field/bad_name': {
    en: 'A field has a name that cannot be one.',
    es: 'Un campo tiene un nombre que no es válido.',
  },
  'unexpected_field/too_many': { en: 'There are too many fields.', es: 'Hay demasiados campos.' },
  'unexpected_field/second_file': {
    en: 'There is a second file: send one at a time.',
    es: 'Hay un segundo archivo: envíalos de uno en uno.',
  },
  'unexpected_field/late': {
    en: '{name} comes after the file: send all fields first.',
    es: '{name} llega después del archivo: envía antes todos los campos.',
  },
  missing_file: {
    en: 'Send a CSV, XLSX or XLS file in the field "file", after the other fields.',
    es: 'Envía un archivo CSV, XLSX o XLS en el campo "file", después de los demás campos.',
  },
  'missing_file/text': {
    en: 'The field "file" is text: send it as a file, with a file name.',
    es: 'El campo "file" es texto: envíalo como archivo, con un nombre de archivo.',
  },
  'invalid_request/option': {
    en: 'An option is not as it should be: see errors.',
    es: 'Una opción no es correcta: consulta errors.',
  },
  'invalid_request/mapping': {
    en: 'The mapping does not fit the file: see errors.',
    es: 'La asignación no encaja con el archivo: consulta errors.',
  },
  'invalid_request/idempotency_key': {
    en: 'Idempotency-Key is 1 to 255 visible ASCII characters, given once.',
    es: 'Idempotency-Key tiene de 1 a 255 caracteres ASCII visibles y se envía una sola vez.',
  },
  'empty_file/upload': { en: 'The file has 0 bytes: choose another.', es: 'El archivo tiene 0 bytes: elige otro.' },
  'file_too_large/upload': {
    en: 'A file may have at most {bytes:size}: split it into several.',
    es: 'Un archivo puede ocupar como mucho {bytes:size}: divídelo en varios.',
  },
  upload_incomplete: {
    en: 'The upload ended before the file did: send it again.',
    es: 'La subida terminó antes que el archivo: envíalo otra vez.',
  },
  upload_too_slow: {
    en: 'Next to nothing came for {seconds} s: send the file again over a better connection.',
    es: 'No llegó casi nada durante {seconds} s: envía el archivo otra vez con una conexión mejor.',
  },
  upload_in_progress: {
    en: 'The same upload is being taken in right now: ask again in a moment.',
    es: 'Esta misma subida se está recibiendo ahora: pregunta otra vez dentro de un momento.',
  },
  idempotency_key_reused: {
    en: 'This Idempotency-Key was used for another file, number or options: use a new one.',
    es: 'Este Idempotency-Key ya se usó para otro archivo, número u opciones: usa uno nuevo.',
  },
  too_many_open_imports: {
    en: 'There are already {limit} open imports: let one finish, or cancel one.',
    es: 'Ya hay {limit} importaciones abiertas: deja que termine una o cancela una.',
  },
  'too_many_open_imports/uploads': {
    en: 'There are already {limit} uploads that did not end: go on with one, or cancel one.',
    es: 'Ya hay {limit} subidas sin terminar: continúa una o cancela una.',
  },
  upload_not_found: {
    en: 'Your organisation has no such upload, or it was kept too long without its end: upload the file from its beginning.',
    es: 'Tu organización no tiene esa subida, o pasó demasiado tiempo sin terminar: sube el archivo desde el principio.',
  },
  upload_offset_mismatch: {
    en: 'The next byte is number {offset}, counted from 0: go on there.',
    es: 'El siguiente byte es el número {offset}, contado desde 0: continúa ahí.',
  },
  'file_too_large/longer': {
    en: 'There are more bytes than the {bytes:size} of the file: it is another file, or it has changed.',
    es: 'Hay más bytes que los {bytes:size} del archivo: es otro archivo o ha cambiado.',
  },
  checksum_mismatch: {
    en: 'The bytes that came have another SHA-256 than the file that was announced: it is another file, or it has changed, so upload it from its beginning.',
    es: 'Los bytes recibidos tienen otro SHA-256 que el archivo anunciado: es otro archivo o ha cambiado, así que súbelo desde el principio.',
  },
  unsupported_tus_version: {
    en: 'Send the header Tus-Resumable: 1.0.0, the only version that is understood here.',
    es: 'Envía la cabecera Tus-Resumable: 1.0.0, la única versión que se entiende aquí.',
  },
  'unsupported_media_type/piece': {
    en: 'Send the bytes with Content-Type: application/offset+octet-stream.',
    es: 'Envía los bytes con Content-Type: application/offset+octet-stream.',
  },
  'invalid_request/tus_header': {
    en: 'The header {name} is missing or is not as the tus protocol says.',
    es: 'La cabecera {name} falta o no es como dice el protocolo tus.',
  },
  import_not_found: {
    en: 'Your organisation has no such import, or it ended so long ago that it is not kept any more; GET /v1/imports lists them.',
    es: 'Tu organización no tiene esa importación, o terminó hace tanto que ya no se conserva; GET /v1/imports las enumera.',
  },
  'wrong_state/import_over': { en: 'The import is already {status:word}.', es: 'La importación ya {status:word}.' },
  'wrong_state/import_over_upload': {
    en: 'The import is already {status:word}: upload the file again.',
    es: 'La importación ya {status:word}: vuelve a subir el archivo.',
  },
  'wrong_state/import_checking': {
    en: 'The import is still being checked: wait until it is ready.',
    es: 'La importación todavía se está comprobando: espera a que esté lista.',
  },
  'wrong_state/import_under_way': {
    en: 'The import is already under way: upload the file again when it has ended.',
    es: 'La importación ya está en marcha: vuelve a subir el archivo cuando haya terminado.',
  },
  'wrong_state/file_gone': {
    en: 'The file of this import is not kept any more: upload it again.',
    es: 'El archivo de esta importación ya no se conserva: vuelve a subirlo.',
  },
  'wrong_state/mend_rejected': {
    en: 'The file was refused as a whole: say first how it is read, or what its columns become.',
    es: 'El archivo se rechazó entero: indica primero cómo se lee o qué es cada columna.',
  },
  'wrong_state/checked_since': {
    en: 'The file was checked again since these rows were read: read them again.',
    es: 'El archivo se comprobó otra vez después de leer estas filas: léelas de nuevo.',
  },
  'invalid_request/mends': {
    en: 'What is to be mended does not fit the file: see errors.',
    es: 'Lo que hay que corregir no encaja con el archivo: consulta errors.',
  },
  'not_ready/rows': {
    en: 'The file is still being checked: ask again when the import is ready.',
    es: 'El archivo todavía se está comprobando: pregunta otra vez cuando la importación esté lista.',
  },
  'not_found/rows': {
    en: 'Rows are listed while the import waits, and after that only if some were mended; the error file has those that did not go in.',
    es: 'Las filas se enumeran mientras la importación espera, y después solo si se corrigió alguna; el archivo de errores tiene las que no entraron.',
  },
  'not_ready/error_file': {
    en: 'The file is still being checked: ask again when the import is ready.',
    es: 'El archivo todavía se está comprobando: pregunta otra vez cuando la importación esté lista.',
  },
  'not_found/all_good': {
    en: 'There is no error file, because no row was rejected or duplicate.',
    es: 'No hay archivo de errores, porque ninguna fila se rechazó ni estaba repetida.',
  },
  'not_found/kept_no_longer': {
    en: 'The error file is not kept any more, because the import ended long ago: upload the file again to get a new one.',
    es: 'El archivo de errores ya no se conserva, porque la importación terminó hace mucho: sube el archivo otra vez para obtener uno nuevo.',
  },
  'not_found/not_checked': {
    en: 'There is no error file, because the check did not come to its end.',
    es: 'No hay archivo de errores, porque la comprobación no llegó a terminar.',
  },
  'wrong_state/letter_useless': {
    en: 'Nothing can be made of this event any more: discard it.',
    es: 'Con este evento ya no se puede hacer nada: descártalo.',
  },
  'wrong_state/letter_too_early': {
    en: 'The import is still at work: replay when it has finished.',
    es: 'La importación sigue en marcha: reenvía cuando haya terminado.',
  },
  'wrong_state/letter_too_late': {
    en: 'The import does not wait for these rows any more: discard the letter.',
    es: 'La importación ya no espera estas filas: descarta el mensaje.',
  },
  dead_letter_not_found: {
    en: 'Your organisation has no such dead letter; it may have been replayed or discarded. GET /v1/dead-letters lists them.',
    es: 'Tu organización no tiene ese mensaje fallido; puede que se reenviara o se descartara. GET /v1/dead-letters los enumera.',
  },
});
