import { sentences } from './sentence-texts.js';

/** Errors of the request itself, its authentication and its rate. */
export const REQUEST_PROBLEMS = sentences({
  'invalid_request/query': {
    en: 'The query is not as it should be: see errors.',
    es: 'Los parámetros de la dirección no son correctos: consulta errors.',
  },
  'invalid_request/body': {
    en: 'The body is not as it should be: see errors.',
    es: 'El cuerpo no es correcto: consulta errors.',
  },
  'invalid_request/escape': {
    en: 'The address has a broken % escape.',
    es: 'La dirección tiene un código % incompleto.',
  },
  'invalid_request/empty_body': {
    en: 'The body is empty: send JSON, or leave out the Content-Type.',
    es: 'El cuerpo está vacío: envía JSON o quita el Content-Type.',
  },
  'invalid_request/json': { en: 'The body is not valid JSON.', es: 'El cuerpo no es JSON válido.' },
  'invalid_request/content_length': {
    en: 'The body is not as long as Content-Length says.',
    es: 'El cuerpo no tiene la longitud que dice Content-Length.',
  },
  'invalid_request/unreadable': { en: 'The request could not be read.', es: 'No se pudo leer la solicitud.' },
  'invalid_request/http': { en: 'The request is not valid HTTP.', es: 'La solicitud no es HTTP válido.' },
  'body_too_large/json': { en: 'The body is larger than 1 MiB.', es: 'El cuerpo ocupa más de 1 MiB.' },
  body_too_large: { en: 'The request is too large.', es: 'La solicitud es demasiado grande.' },
  headers_too_large: {
    en: 'The request headers are larger than 16 KiB.',
    es: 'Las cabeceras de la solicitud ocupan más de 16 KiB.',
  },
  unsupported_media_type: { en: 'Send the body as application/json.', es: 'Envía el cuerpo como application/json.' },
  not_found: { en: 'There is nothing at this address.', es: 'No hay nada en esta dirección.' },
  'not_found/route': {
    en: 'There is nothing at this address; /docs lists what there is.',
    es: 'No hay nada en esta dirección; en /docs está la lista de lo que hay.',
  },
  method_not_allowed: { en: 'This address knows {methods}.', es: 'Esta dirección admite {methods}.' },
  invalid_cursor: {
    en: 'Give `next` of the page before, or start without `after`.',
    es: 'Indica el `next` de la página anterior o empieza sin `after`.',
  },
  'invalid_cursor/sort': {
    en: 'Give `next` of the page before, with the same sort; or start without `after`.',
    es: 'Indica el `next` de la página anterior, con el mismo orden; o empieza sin `after`.',
  },
  unavailable: {
    en: 'A part of the service is away; try again in a moment.',
    es: 'Una parte del servicio no responde; inténtalo otra vez dentro de un momento.',
  },
  query_too_slow: {
    en: 'Answering would take the database too long. Narrow the question down, e.g. to one account, or try again later.',
    es: 'La base de datos tardaría demasiado en responder. Acota la consulta, p. ej. a una cuenta, o inténtalo más tarde.',
  },
  internal_error: {
    en: 'It is not your fault. Try again; if it stays, tell us the request id.',
    es: 'No es culpa tuya. Inténtalo otra vez; si sigue igual, dinos el identificador de la solicitud.',
  },
  too_many_requests: {
    en: 'More than {limit} a minute: wait {seconds} s and go on more slowly.',
    es: 'Más de {limit} por minuto: espera {seconds} s y sigue más despacio.',
  },
  not_signed_in: {
    en: 'Sign in, or send an API key as Authorization: Bearer.',
    es: 'Inicia sesión o envía una clave de API como Authorization: Bearer.',
  },
  'not_signed_in/key': {
    en: 'The API key is not known, was revoked, or was replaced by rotation.',
    es: 'La clave de API no existe, se revocó o se sustituyó al rotarla.',
  },
  'not_signed_in/key_expired': {
    en: 'The API key has expired: an administrator can rotate it, or create another.',
    es: 'La clave de API ha caducado: un administrador puede rotarla o crear otra.',
  },
  'not_signed_in/session': {
    en: 'The session has ended: sign in again.',
    es: 'La sesión ha terminado: inicia sesión otra vez.',
  },
  wrong_credentials: {
    en: 'No account has this e-mail address and password.',
    es: 'Ninguna cuenta tiene este correo y esta contraseña.',
  },
  second_factor_needed: {
    en: 'The password is right. Finish with POST /v1/session/second-step and a code, within ten minutes.',
    es: 'La contraseña es correcta. Termina con POST /v1/session/second-step y un código, en diez minutos.',
  },
  wrong_code: {
    en: 'This code is wrong, too old or was used: enter the next one that your app shows.',
    es: 'Este código no es correcto, es antiguo o ya se usó: escribe el siguiente que muestre tu aplicación.',
  },
  'wrong_code/missing': {
    en: 'Also give a code of your app, a recovery code, or a passkey.',
    es: 'Da también un código de tu aplicación, un código de recuperación o una llave de acceso.',
  },
  passkey_refused: {
    en: 'This passkey is not known here, or its answer is not right: try again, or sign in with your password.',
    es: 'Aquí no se conoce esta llave de acceso o su respuesta no es correcta: inténtalo otra vez o usa tu contraseña.',
  },
  'passkey_refused/counter': {
    en: 'This passkey has counted backwards, as a copy of it would: remove it, and add another.',
    es: 'Esta llave de acceso ha contado hacia atrás, como haría una copia: quítala y añade otra.',
  },
  'passkey_refused/attestation': {
    en: 'This device sends a certificate, which nobody asked for: use another device or browser.',
    es: 'Este dispositivo envía un certificado que nadie pidió: usa otro dispositivo o navegador.',
  },
  'passkey_refused/known': {
    en: 'This passkey was added already.',
    es: 'Esta llave de acceso ya se añadió.',
  },
  passkey_not_found: {
    en: 'You have no such passkey; GET /v1/me/second-factor lists them.',
    es: 'No tienes esa llave de acceso; GET /v1/me/second-factor las enumera.',
  },
  too_many_passkeys: {
    en: 'A person has at most {limit}: remove one first.',
    es: 'Una persona tiene como mucho {limit}: quita antes una.',
  },
  challenge_over: {
    en: 'It was answered before, or took longer than five minutes: begin again.',
    es: 'Ya se respondió o tardó más de cinco minutos: empieza otra vez.',
  },
  second_factor_required: {
    en: 'Set up an authenticator app or a passkey first (PUT /v1/me/second-factor/totp): your organisation requires it.',
    es: 'Configura antes una aplicación de autenticación o una llave de acceso (PUT /v1/me/second-factor/totp): tu organización lo exige.',
  },
  attempt_over: {
    en: 'This sign-in took too long or is done: begin again with your password.',
    es: 'Este inicio de sesión tardó demasiado o ya terminó: empieza otra vez con tu contraseña.',
  },
  no_second_factor: {
    en: 'No authenticator app is set up here: begin with POST /v1/me/second-factor/totp.',
    es: 'Aquí no hay ninguna aplicación de autenticación: empieza con POST /v1/me/second-factor/totp.',
  },
  'too_many_requests/at_once': {
    en: 'Too many requests of your organisation wait for an answer: send fewer at the same time, and this one again in {seconds} s.',
    es: 'Demasiadas solicitudes de tu organización esperan respuesta: envía menos a la vez y repite esta dentro de {seconds} s.',
  },
  'no_second_factor/passkeys': {
    en: 'You have no passkey here: use a code.',
    es: 'Aquí no tienes ninguna llave de acceso: usa un código.',
  },
  'no_second_factor/any': {
    en: 'You have no second factor: set up an authenticator app or a passkey first.',
    es: 'No tienes segundo factor: configura antes una aplicación de autenticación o una llave de acceso.',
  },
  'too_many_requests/codes': {
    en: 'Too many codes were wrong: wait {minutes} min and try again.',
    es: 'Demasiados códigos incorrectos: espera {minutes} min e inténtalo otra vez.',
  },
  session_not_found: {
    en: 'You have no such session; GET /v1/me/sessions lists them. It may have ended.',
    es: 'No tienes esa sesión; GET /v1/me/sessions las enumera. Puede que haya terminado.',
  },
  wrong_password: {
    en: 'This is not the password you have now.',
    es: 'Esta no es la contraseña que tienes ahora.',
  },
  no_password: {
    en: 'You sign in with OpenID Connect, so you have no password here: change it where you sign in.',
    es: 'Entras con OpenID Connect, así que aquí no tienes contraseña: cámbiala donde inicias sesión.',
  },
  'no_password/passkey': {
    en: 'You sign in with OpenID Connect, which a passkey here would get around: add one where you sign in.',
    es: 'Entras con OpenID Connect, y una llave de acceso aquí lo esquivaría: añade una donde inicias sesión.',
  },
  'no_password/member': {
    en: 'This member signs in with OpenID Connect and has no password here: help them where they sign in.',
    es: 'Este miembro entra con OpenID Connect y aquí no tiene contraseña: ayúdale donde inicia sesión.',
  },
  'not_configured/mail': {
    en: 'No mail can be sent from here: ask an administrator of your organisation for a link.',
    es: 'Desde aquí no se puede enviar correo: pide un enlace a quien administra tu organización.',
  },
  'not_allowed/person': {
    en: 'This is for people who are signed in, not for API keys.',
    es: 'Esto es para personas con sesión iniciada, no para claves de API.',
  },
  'not_allowed/role': {
    en: 'This needs the role {needed:word}; yours is {role:word}.',
    es: 'Esto requiere permiso {needed:word}; el tuyo es {role:word}.',
  },
  'not_allowed/scope': {
    en: 'This needs a key with the scope {needed}: create one, and give it no more scopes than it needs.',
    es: 'Esto requiere una clave con el ámbito {needed}: crea una, sin más ámbitos de los que necesite.',
  },
  'not_allowed/accounts': {
    en: 'This concerns all accounts of the organisation, and you may see only some of them: ask somebody who may see all.',
    es: 'Esto afecta a todas las cuentas de la organización y tú solo puedes ver algunas: pídelo a alguien que pueda ver todas.',
  },
  'not_allowed/download': {
    en: 'You may see contacts, but not download them: ask an administrator.',
    es: 'Puedes ver los contactos, pero no descargarlos: pídelo a un administrador.',
  },
  'not_allowed/opt_out': {
    en: 'Only administrators may let an import take marks off: leave optOut=clear out.',
    es: 'Solo los administradores pueden dejar que una importación quite marcas: no indiques optOut=clear.',
  },
  'not_allowed/operators': {
    en: 'This is for administrators of the organisation that runs this.',
    es: 'Esto es para los administradores de la organización que gestiona este servicio.',
  },
  'not_allowed/queues': {
    en: 'The queues are for administrators of the organisation that runs this.',
    es: 'Las colas son para los administradores de la organización que gestiona este servicio.',
  },
  'not_allowed/jobs': {
    en: 'Jobs cannot be made or changed by hand.',
    es: 'Los trabajos no se pueden crear ni cambiar a mano.',
  },
  csrf: {
    en: 'Send the header X-Requested-With: contacts, or use an API key.',
    es: 'Envía la cabecera X-Requested-With: contacts o usa una clave de API.',
  },
  'csrf/queues': {
    en: 'Change queues on their page, or with an API key.',
    es: 'Cambia las colas en su página o con una clave de API.',
  },
  'not_configured/oidc': {
    en: 'Signing in by OpenID Connect is not set up here: use your password.',
    es: 'Aquí no está configurado el acceso por OpenID Connect: usa tu contraseña.',
  },
  'not_configured/passkeys': {
    en: 'Passkeys need an address with https and a name: whoever runs this must set PUBLIC_URL to one.',
    es: 'Las llaves de acceso requieren una dirección con https y un nombre: quien gestiona este servicio debe darla en PUBLIC_URL.',
  },
  'not_configured/encryption': {
    en: 'Whoever runs this must set ENCRYPTION_KEY first.',
    es: 'Quien gestiona este servicio debe definir antes ENCRYPTION_KEY.',
  },
});
