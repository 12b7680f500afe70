import { sentences } from './sentence-texts.js';

/** What is wrong with a connected WhatsApp business account and what to do, by its state. */
export const CONNECTION_FAULTS = sentences({
  'connection/token_expired': {
    en: 'WhatsApp does not accept the token any more: make a new one in Meta Business and connect again.',
    es: 'WhatsApp ya no acepta el token: crea uno nuevo en Meta Business y vuelve a conectar.',
  },
  'connection/not_permitted': {
    en: 'WhatsApp does not let this token read this business account: check the id and the permission whatsapp_business_management.',
    es: 'WhatsApp no deja que este token lea esta cuenta de empresa: revisa el id y el permiso whatsapp_business_management.',
  },
  'connection/rate_limited': {
    en: 'WhatsApp was asked too often; it is tried again by itself.',
    es: 'Se ha preguntado a WhatsApp demasiadas veces; se volverá a intentar solo.',
  },
  'connection/unreachable': {
    en: 'WhatsApp gave no answer that can be read; it is tried again by itself.',
    es: 'WhatsApp no dio ninguna respuesta que se pueda leer; se volverá a intentar solo.',
  },
});
