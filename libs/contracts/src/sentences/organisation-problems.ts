import { sentences } from './sentence-texts.js';

/** Why requests about accounts, members, keys and webhooks are refused. */
export const ORGANISATION_PROBLEMS = sentences({
  account_not_found: {
    en: 'Your organisation has no such account; GET /v1/accounts lists them.',
    es: 'Tu organización no tiene esa cuenta; GET /v1/accounts las enumera.',
  },
  no_active_account: {
    en: 'This WhatsApp number is inactive: activate it, or choose another.',
    es: 'Este número de WhatsApp está inactivo: actívalo o elige otro.',
  },
  'no_active_account/none': {
    en: 'Connect a WhatsApp number first: your organisation has no active one.',
    es: 'Conecta antes un número de WhatsApp: tu organización no tiene ninguno activo.',
  },
  account_exists: {
    en: 'Your organisation has an account with this phoneNumberId already.',
    es: 'Tu organización ya tiene una cuenta con este phoneNumberId.',
  },
  'wrong_state/number_held': {
    en: 'WhatsApp says this number is {status}: mend it in Meta Business; it becomes active by itself.',
    es: 'WhatsApp dice que este número está {status}: arréglalo en Meta Business; se activará solo.',
  },
  connection_not_found: {
    en: 'Your organisation has no such connection; GET /v1/whatsapp-connections lists them.',
    es: 'Tu organización no tiene esa conexión; GET /v1/whatsapp-connections las enumera.',
  },
  'whatsapp_refused/token_expired': {
    en: 'WhatsApp does not accept the token any more: make a new one in Meta Business and connect again.',
    es: 'WhatsApp ya no acepta el token: crea uno nuevo en Meta Business y vuelve a conectar.',
  },
  'whatsapp_refused/not_permitted': {
    en: 'WhatsApp does not let this token read this business account: check the id and the permission whatsapp_business_management.',
    es: 'WhatsApp no deja que este token lea esta cuenta de empresa: revisa el id y el permiso whatsapp_business_management.',
  },
  'whatsapp_away/rate_limited': {
    en: 'WhatsApp was asked too often; try again later.',
    es: 'Se ha preguntado a WhatsApp demasiadas veces; inténtalo más tarde.',
  },
  'whatsapp_away/unreachable': {
    en: 'WhatsApp gave no answer that can be read; try again later.',
    es: 'WhatsApp no dio ninguna respuesta que se pueda leer; inténtalo más tarde.',
  },
  last_administrator: {
    en: 'This is the last administrator: make somebody else one first.',
    es: 'Es el último administrador: nombra antes a otra persona.',
  },
  member_not_found: {
    en: 'Your organisation has no such member; GET /v1/members lists them.',
    es: 'Tu organización no tiene ese miembro; GET /v1/members los enumera.',
  },
  'no_second_factor/member': {
    en: 'This member has no second factor.',
    es: 'Este miembro no tiene segundo factor.',
  },
  'no_second_factor/required': {
    en: 'Set up your own second factor first, so that you do not lock yourself out.',
    es: 'Configura antes tu propio segundo factor, para no quedarte fuera.',
  },
  'not_allowed/own_second_factor': {
    en: 'Turn your own second factor off on your own page, with your password and a code.',
    es: 'Desactiva tu propio segundo factor en tu página, con tu contraseña y un código.',
  },
  author_not_found: {
    en: 'Your organisation has nobody with this id.',
    es: 'En tu organización no hay nadie con este id.',
  },
  'link_not_valid/first': {
    en: 'The link is wrong, was used or is too old: once it is too old, a restarted gateway logs another.',
    es: 'El enlace no es correcto, ya se usó o es demasiado antiguo: si es demasiado antiguo, el gateway escribe otro en su registro al reiniciarse.',
  },
  link_not_valid: {
    en: 'The link is wrong, was used or is too old: ask for another invitation.',
    es: 'El enlace no es correcto, ya se usó o es demasiado antiguo: pide otra invitación.',
  },
  'link_not_valid/password': {
    en: 'The link is wrong, was used or is too old: ask for another one.',
    es: 'El enlace no es correcto, ya se usó o es demasiado antiguo: pide otro.',
  },
  email_in_use: {
    en: 'Somebody with this address is a member already: change their role.',
    es: 'Ya hay un miembro con esta dirección: cambia su permiso.',
  },
  'email_in_use/elsewhere': {
    en: 'Somebody signs in with this address already. If that is you, sign in, and then open the link again.',
    es: 'Alguien ya inicia sesión con esta dirección. Si eres tú, inicia sesión y vuelve a abrir el enlace.',
  },
  not_your_invitation: {
    en: 'It is for another e-mail address than yours: sign out, and open the link again.',
    es: 'Es para otra dirección de correo que la tuya: cierra la sesión y vuelve a abrir el enlace.',
  },
  organisation_not_found: {
    en: 'You do not belong to such an organisation; GET /v1/me lists yours.',
    es: 'No perteneces a esa organización; GET /v1/me enumera las tuyas.',
  },
  'organisation_not_found/operators': {
    en: 'There is no such organisation; GET /v1/organisations lists them.',
    es: 'No existe esa organización; GET /v1/organisations las enumera.',
  },
  organisation_suspended: {
    en: 'Your organisation is suspended, and nothing is deleted: ask those who run this service.',
    es: 'Tu organización está suspendida y no se ha borrado nada: pregunta a quienes gestionan este servicio.',
  },
  'organisation_suspended/import': {
    en: 'It was cancelled, because the organisation was suspended.',
    es: 'Se canceló porque la organización se suspendió.',
  },
  too_many_contacts: {
    en: 'Your organisation may have {limit} contacts: ask those who run this service for more.',
    es: 'Tu organización puede tener {limit} contactos: pide más a quienes gestionan este servicio.',
  },
  storage_full: {
    en: 'Your organisation may keep {limit} bytes of files. They go by themselves after a while; or ask those who run this service for more.',
    es: 'Tu organización puede guardar {limit} bytes de archivos. Se borran solos al cabo de un tiempo; o pide más a quienes gestionan este servicio.',
  },
  operators_organisation: {
    en: 'It cannot be suspended, because nobody could resume it.',
    es: 'No se puede suspender, porque nadie podría reanudarla.',
  },
  has_members: {
    en: 'Its own administrators invite everybody else.',
    es: 'Sus propios administradores invitan a los demás.',
  },
  'member_of_several/name': {
    en: 'Their name is the same everywhere, so no organisation changes it for the others.',
    es: 'Su nombre es el mismo en todas, así que ninguna organización lo cambia para las demás.',
  },
  'member_of_several/second_factor': {
    en: 'Their second factor guards the others too, so no organisation takes it away.',
    es: 'Su segundo factor protege también las demás, así que ninguna organización lo quita.',
  },
  'member_of_several/password': {
    en: 'Their password opens the others too, so only they can replace it: by mail, at the sign-in.',
    es: 'Su contraseña abre también las demás, así que solo ese miembro puede sustituirla: por correo, al iniciar sesión.',
  },
  invitation_not_found: {
    en: 'Your organisation has no such invitation; GET /v1/invitations lists those that nobody has taken.',
    es: 'Tu organización no tiene esa invitación; GET /v1/invitations enumera las que nadie ha aceptado.',
  },
  key_not_found: {
    en: 'Your organisation has no such key; GET /v1/keys lists them.',
    es: 'Tu organización no tiene esa clave; GET /v1/keys las enumera.',
  },
  'wrong_state/key_revoked': {
    en: 'The key is revoked, for good: create another.',
    es: 'La clave está revocada, para siempre: crea otra.',
  },
  too_many_webhooks: {
    en: 'An organisation has at most {limit}: remove one first.',
    es: 'Una organización tiene como mucho {limit}: quita antes uno.',
  },
  'unavailable/webhooks': {
    en: 'The webhooks service does not answer; try again in a moment.',
    es: 'El servicio de webhooks no responde; inténtalo otra vez dentro de un momento.',
  },
  'internal_error/ping': { en: 'The webhook could not be pinged.', es: 'No se pudo hacer ping al webhook.' },
  'invalid_request/address': {
    en: 'Nothing can be posted to this address: see errors.',
    es: 'No se puede enviar nada a esta dirección: consulta errors.',
  },
  webhook_not_found: {
    en: 'Your organisation has no such webhook; GET /v1/webhooks lists them.',
    es: 'Tu organización no tiene ese webhook; GET /v1/webhooks los enumera.',
  },
});
