import type { Language } from './text.js';

/**
 * The stable codes of the API's errors, each with its HTTP status and title. The response is `application/problem+json`
 * (RFC 9457). Clients may rely on `code`; `detail` is one sentence for people.
 */
export const PROBLEMS = {
  invalid_request: { status: 400, title: { en: 'The request is not valid', es: 'La solicitud no es válida' } },
  not_multipart: {
    status: 400,
    title: { en: 'The body is not multipart/form-data', es: 'El cuerpo no es multipart/form-data' },
  },
  missing_field: { status: 400, title: { en: 'A field is missing', es: 'Falta un campo' } },
  unexpected_field: {
    status: 400,
    title: { en: 'A field is unknown or comes too late', es: 'Un campo no existe o llega tarde' },
  },
  missing_file: { status: 400, title: { en: 'No file was sent', es: 'No se envió ningún archivo' } },
  empty_file: { status: 400, title: { en: 'The file is empty', es: 'El archivo está vacío' } },
  upload_incomplete: { status: 400, title: { en: 'The upload ended early', es: 'La subida terminó antes de tiempo' } },
  invalid_cursor: { status: 400, title: { en: 'The cursor is not one of ours', es: 'El cursor no es nuestro' } },
  not_signed_in: { status: 401, title: { en: 'Sign in first', es: 'Inicia sesión primero' } },
  wrong_credentials: {
    status: 401,
    title: { en: 'E-mail or password is wrong', es: 'El correo o la contraseña no son correctos' },
  },
  second_factor_needed: {
    status: 401,
    title: { en: 'The second factor is missing', es: 'Falta el segundo factor' },
  },
  not_allowed: { status: 403, title: { en: 'Your role does not allow this', es: 'Tu permiso no lo permite' } },
  csrf: {
    status: 403,
    title: { en: 'The request did not come from our page', es: 'La solicitud no viene de nuestra página' },
  },
  wrong_password: { status: 403, title: { en: 'The password is wrong', es: 'La contraseña no es correcta' } },
  wrong_code: { status: 403, title: { en: 'The code is wrong', es: 'El código no es correcto' } },
  passkey_refused: {
    status: 403,
    title: { en: 'The passkey was refused', es: 'La llave de acceso se rechazó' },
  },
  second_factor_required: {
    status: 403,
    title: {
      en: 'Your organisation requires a second factor',
      es: 'Tu organización exige un segundo factor',
    },
  },
  not_found: { status: 404, title: { en: 'There is nothing here', es: 'Aquí no hay nada' } },
  account_not_found: { status: 404, title: { en: 'There is no such account', es: 'No existe esa cuenta' } },
  import_not_found: { status: 404, title: { en: 'There is no such import', es: 'No existe esa importación' } },
  upload_not_found: { status: 404, title: { en: 'There is no such upload', es: 'No existe esa subida' } },
  export_not_found: { status: 404, title: { en: 'There is no such export', es: 'No existe esa exportación' } },
  connection_not_found: { status: 404, title: { en: 'There is no such connection', es: 'No existe esa conexión' } },
  author_not_found: { status: 404, title: { en: 'There is nobody with this id', es: 'No hay nadie con este id' } },
  key_not_found: { status: 404, title: { en: 'There is no such key', es: 'No existe esa clave' } },
  organisation_not_found: {
    status: 404,
    title: { en: 'There is no such organisation', es: 'No existe esa organización' },
  },
  member_not_found: { status: 404, title: { en: 'There is no such member', es: 'No existe ese miembro' } },
  passkey_not_found: { status: 404, title: { en: 'There is no such passkey', es: 'No existe esa llave de acceso' } },
  session_not_found: { status: 404, title: { en: 'There is no such session', es: 'No existe esa sesión' } },
  invitation_not_found: { status: 404, title: { en: 'There is no such invitation', es: 'No existe esa invitación' } },
  webhook_not_found: { status: 404, title: { en: 'There is no such webhook', es: 'No existe ese webhook' } },
  replay_not_found: { status: 404, title: { en: 'There is no such replay', es: 'No existe ese reenvío' } },
  dead_letter_not_found: {
    status: 404,
    title: { en: 'There is no such dead letter', es: 'No existe ese mensaje fallido' },
  },
  tag_change_not_found: {
    status: 404,
    title: { en: 'There is no such tag change', es: 'No existe ese cambio de etiquetas' },
  },
  undo_not_found: { status: 404, title: { en: 'There is no such undo', es: 'No existe esa acción de deshacer' } },
  already_undone: { status: 409, title: { en: 'It was undone already', es: 'Ya se deshizo' } },
  before_images_gone: {
    status: 410,
    title: { en: 'What it was before is no longer kept', es: 'Ya no se conserva lo que había antes' },
  },
  campaign_not_found: { status: 404, title: { en: 'There is no such campaign', es: 'No existe esa campaña' } },
  segment_not_found: { status: 404, title: { en: 'There is no such segment', es: 'No existe ese segmento' } },
  contact_not_found: { status: 404, title: { en: 'There is no such contact', es: 'No existe ese contacto' } },
  method_not_allowed: { status: 405, title: { en: 'This cannot be done here', es: 'Aquí no se puede hacer eso' } },
  contacts_are_never_deleted: {
    status: 405,
    title: { en: 'Contacts are never deleted', es: 'Los contactos no se borran nunca' },
  },
  upload_too_slow: { status: 408, title: { en: 'The upload stood still', es: 'La subida se detuvo' } },
  no_active_account: {
    status: 409,
    title: { en: 'No active WhatsApp number', es: 'No hay ningún número de WhatsApp activo' },
  },
  too_many_passkeys: {
    status: 409,
    title: { en: 'Too many passkeys', es: 'Demasiadas llaves de acceso' },
  },
  too_many_webhooks: { status: 409, title: { en: 'Too many webhooks', es: 'Demasiados webhooks' } },
  replay_under_way: {
    status: 409,
    title: { en: 'Such a replay is under way', es: 'Ya hay un reenvío igual en curso' },
  },
  account_exists: { status: 409, title: { en: 'There is such an account already', es: 'Esa cuenta ya existe' } },
  segment_exists: {
    status: 409,
    title: { en: 'There is such a segment already', es: 'Ese segmento ya existe' },
  },
  segment_in_use: {
    status: 409,
    title: { en: 'A campaign uses the segment', es: 'Una campaña usa el segmento' },
  },
  last_administrator: {
    status: 409,
    title: { en: 'Somebody must remain administrator', es: 'Alguien debe seguir siendo administrador' },
  },
  organisation_suspended: {
    status: 403,
    title: { en: 'The organisation is suspended', es: 'La organización está suspendida' },
  },
  too_many_contacts: {
    status: 409,
    title: {
      en: 'The organisation has all the contacts it may have',
      es: 'La organización ya tiene todos los contactos que puede tener',
    },
  },
  storage_full: {
    status: 409,
    title: { en: 'The storage of the organisation is full', es: 'El almacenamiento de la organización está lleno' },
  },
  operators_organisation: {
    status: 409,
    title: { en: 'It is the organisation of the operators', es: 'Es la organización de los operadores' },
  },
  has_members: {
    status: 409,
    title: { en: 'Somebody belongs to it already', es: 'Alguien ya pertenece a ella' },
  },
  member_of_several: {
    status: 409,
    title: {
      en: 'The member belongs to other organisations, too',
      es: 'El miembro también pertenece a otras organizaciones',
    },
  },
  not_your_invitation: {
    status: 409,
    title: { en: 'The invitation is for another address', es: 'La invitación es para otra dirección' },
  },
  no_password: { status: 409, title: { en: 'There is no password here', es: 'Aquí no hay contraseña' } },
  no_second_factor: {
    status: 409,
    title: { en: 'There is no second factor', es: 'No hay ningún segundo factor' },
  },
  email_in_use: {
    status: 409,
    title: { en: 'The e-mail address is taken', es: 'La dirección de correo ya está en uso' },
  },
  wrong_state: { status: 409, title: { en: 'The state does not allow this', es: 'El estado no lo permite' } },
  not_ready: { status: 409, title: { en: 'It is not ready yet', es: 'Todavía no está listo' } },
  link_not_valid: { status: 410, title: { en: 'The link works no more', es: 'El enlace ya no funciona' } },
  attempt_over: { status: 410, title: { en: 'This sign-in is over', es: 'Este inicio de sesión terminó' } },
  challenge_over: { status: 410, title: { en: 'This request is over', es: 'Esta petición terminó' } },
  expired: { status: 410, title: { en: 'It is no longer kept', es: 'Ya no se conserva' } },
  revision_mismatch: {
    status: 412,
    title: { en: 'Somebody else changed it first', es: 'Otra persona lo cambió antes' },
  },
  unsupported_tus_version: {
    status: 412,
    title: { en: 'It is another version of tus', es: 'Es otra versión de tus' },
  },
  body_too_large: { status: 413, title: { en: 'The request is too large', es: 'La solicitud es demasiado grande' } },
  file_too_large: { status: 413, title: { en: 'The file is too large', es: 'El archivo es demasiado grande' } },
  unsupported_media_type: {
    status: 415,
    title: { en: 'The body has the wrong type', es: 'El cuerpo es de un tipo equivocado' },
  },
  invalid_contact: { status: 422, title: { en: 'The contact cannot be so', es: 'El contacto no puede quedar así' } },
  upload_in_progress: {
    status: 409,
    title: { en: 'The same upload is under way', es: 'La misma subida está en curso' },
  },
  upload_offset_mismatch: {
    status: 409,
    title: { en: 'The upload goes on elsewhere', es: 'La subida continúa en otro punto' },
  },
  checksum_mismatch: { status: 422, title: { en: 'It is another file', es: 'Es otro archivo' } },
  idempotency_key_reused: {
    status: 422,
    title: { en: 'The key was used for another file', es: 'La clave se usó para otro archivo' },
  },
  segment_without_condition: {
    status: 422,
    title: { en: 'The segment needs a tag or a value', es: 'El segmento necesita una etiqueta o un valor' },
  },
  segment_of_other_account: {
    status: 422,
    title: { en: 'The segment belongs to another number', es: 'El segmento es de otro número' },
  },
  segment_not_combinable: {
    status: 422,
    title: {
      en: 'The segment and the conditions cannot be joined',
      es: 'El segmento y las condiciones no se pueden unir',
    },
  },
  empty_audience: { status: 422, title: { en: 'The segment reaches nobody', es: 'El segmento no alcanza a nadie' } },
  schedule_in_past: { status: 422, title: { en: 'The time is over', es: 'Esa hora ya pasó' } },
  whatsapp_refused: { status: 422, title: { en: 'WhatsApp refused the token', es: 'WhatsApp rechazó el token' } },
  too_many_requests: { status: 429, title: { en: 'Too many requests', es: 'Demasiadas solicitudes' } },
  too_many_open_imports: {
    status: 429,
    title: { en: 'Too many open imports', es: 'Demasiadas importaciones abiertas' },
  },
  headers_too_large: {
    status: 431,
    title: { en: 'The request headers are too large', es: 'Las cabeceras de la solicitud son demasiado grandes' },
  },
  internal_error: {
    status: 500,
    title: { en: 'Something went wrong on our side', es: 'Algo falló por nuestra parte' },
  },
  not_configured: { status: 501, title: { en: 'This is not set up here', es: 'Aquí no está configurado' } },
  whatsapp_away: { status: 503, title: { en: 'WhatsApp does not answer', es: 'WhatsApp no responde' } },
  query_too_slow: {
    status: 503,
    title: { en: 'The question takes too long', es: 'La consulta tarda demasiado' },
  },
  unavailable: {
    status: 503,
    title: { en: 'A part of the service is away', es: 'Una parte del servicio no responde' },
  },
} as const satisfies Record<string, { status: number; title: Record<Language, string> }>;
export type ProblemCode = keyof typeof PROBLEMS;
