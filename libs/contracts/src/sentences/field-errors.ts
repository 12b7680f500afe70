import { sentences } from './sentence-texts.js';

/** Errors in one field of a request, in addition to zod's own. */
export const FIELD_ERRORS = sentences({
  'field/missing': { en: 'is missing', es: 'falta' },
  'field/repeated': { en: 'is there more than once', es: 'aparece más de una vez' },
  'field/unknown': { en: 'unknown', es: 'no existe' },
  'field/nothing_to_change': {
    en: 'says nothing: give name, role, accountIds or mayDownload',
    es: 'no dice nada: indica name, role, accountIds o mayDownload',
  },
  'field/admin_not_limited': {
    en: 'administrators see all accounts and may download: choose another role, or leave the limits out',
    es: 'quien administra ve todas las cuentas y puede descargar: elige otro permiso o quita los límites',
  },
  'field/scope_of_role': {
    en: 'has a scope of which the role can do nothing: admin needs the role admin, contacts.write needs editor',
    es: 'tiene un ámbito con el que el permiso no puede hacer nada: admin requiere el permiso admin; contacts.write, editor',
  },
  'field/says_nothing': { en: 'says nothing', es: 'no dice nada' },
  'field/not_values': { en: 'is not an object of names and values', es: 'no es un objeto de nombres y valores' },
  'field/not_text': { en: 'is neither a text nor null', es: 'no es ni un texto ni null' },
  'field/value_condition': {
    en: 'write it as name:value, with \\: for a colon inside the name',
    es: 'escríbelo como name:value, con \\: para dos puntos dentro del nombre',
  },
  'field/segment_or_id': {
    en: 'give segment or segmentId, not both',
    es: 'indica segment o segmentId, no los dos',
  },
  'field/phone': {
    en: 'a phone number is 6 to 15 digits with the country code',
    es: 'un teléfono son de 6 a 15 cifras con el prefijo del país',
  },
  'field/time': {
    en: 'write it as 2026-11-22T10:15:00Z, or with an offset such as +01:00 (the + is %2B in an address)',
    es: 'escríbelo como 2026-11-22T10:15:00Z o con una diferencia horaria como +01:00 (en una dirección, + es %2B)',
  },
  'field/time_zone': {
    en: 'is no time zone, such as Europe/Madrid',
    es: 'no es una zona horaria, como Europe/Madrid',
  },
  'field/event_twice': { en: 'names an event twice', es: 'nombra un evento dos veces' },
  'field/web_address': { en: 'is not a web address', es: 'no es una dirección web' },
  'field/plain_address': {
    en: 'must have neither a password nor a part behind #',
    es: 'no debe tener ni contraseña ni una parte detrás de #',
  },
  'field/meta_id': { en: 'is not an id of Meta: digits alone', es: 'no es un id de Meta: solo cifras' },
  'field/https': { en: 'must begin with https://', es: 'debe empezar por https://' },
  'field/public_address': { en: 'must be on the public internet', es: 'debe estar en la internet pública' },
  'field/not_json': { en: 'is not JSON', es: 'no es JSON' },
  'field/mapping_no_phone': {
    en: 'no column is the phone number: give one the kind id',
    es: 'ninguna columna es el teléfono: da a una el kind id',
  },
  'field/mapping_two_phones': {
    en: 'several columns are the phone number: only one can have the kind id',
    es: 'varias columnas son el teléfono: solo una puede tener el kind id',
  },
  'field/mapping_no_name': {
    en: 'no column is the name: give one the kind name, or its parts givenName and familyName',
    es: 'ninguna columna es el nombre: da a una el kind name, o a sus partes givenName y familyName',
  },
  'field/mapping_two_names': {
    en: 'the name comes twice: one column is the name, or its parts are',
    es: 'el nombre aparece dos veces: es una columna, o son sus partes',
  },
  'field/mapping_kind_twice': {
    en: 'givenName, familyName and tags may each come only once',
    es: 'givenName, familyName y tags pueden aparecer una sola vez cada uno',
  },
  'field/mapping_column_twice': { en: 'names a column twice', es: 'nombra una columna dos veces' },
  'field/mapping_name': {
    en: 'only a column of the kind value has a name',
    es: 'solo una columna del kind value tiene un name',
  },
  'field/row_not_listed': {
    en: 'is not among the rejected, doubtful and mended rows of the import that …/rows lists',
    es: 'no está entre las filas rechazadas, dudosas y corregidas de la importación que enumera …/rows',
  },
  'field/row_twice': { en: 'names a row twice', es: 'nombra una fila dos veces' },
  'field/column_unknown': { en: 'is not the header of a column', es: 'no es el encabezado de una columna' },
  'field/kind_unknown': { en: 'is not the code of a rejected row', es: 'no es el código de una fila rechazada' },
  'field/too_many_mends': {
    en: 'are too many: an import can have up to 10,000 mended cells; mend the file and upload it instead',
    es: 'son demasiadas: una importación admite hasta 10.000 celdas corregidas; corrige el archivo y súbelo',
  },
  'field/country': {
    en: 'is not the ISO 3166 code of a country, such as ES',
    es: 'no es el código ISO 3166 de un país, como ES',
  },
  common_password: {
    en: 'is too easy to guess: it is common, or made of your name or a simple pattern; take some words that only you would combine',
    es: 'es demasiado fácil de adivinar: es común, o sale de tu nombre o de un patrón sencillo; usa unas palabras que solo tú combinarías',
  },
  'field/idempotency_key': { en: 'not a key', es: 'no es una clave' },
});

/** The message of a schema: the code, which becomes a sentence when the request is refused. */
export const fieldError = (code: keyof typeof FIELD_ERRORS): string => code;
