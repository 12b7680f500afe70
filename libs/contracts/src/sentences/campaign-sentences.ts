import { sentences } from './sentence-texts.js';

/**
 * Warnings before a campaign is scheduled, and the reasons why its audience could not be frozen at the scheduled time.
 */
export const CAMPAIGN_SENTENCES = sentences({
  import_under_way: {
    en: 'An import into this account is under way, so the reach is still changing.',
    es: 'Hay una importación en curso en esta cuenta, así que el alcance todavía está cambiando.',
  },
  audience_behind: {
    en: 'Some changes of contacts have not been counted yet. They will be before the audience is frozen.',
    es: 'Algunos cambios de contactos todavía no se han contado. Se contarán antes de fijar la audiencia.',
  },
  events_failed: {
    en: 'Some changes of contacts could not be counted. An administrator can replay them.',
    es: 'Algunos cambios de contactos no se pudieron contar. Un administrador puede reenviarlos.',
  },
  value_removed: {
    en: 'No contact of this account has “{name}” any more: an import removed it.',
    es: 'Ningún contacto de esta cuenta tiene ya «{name}»: lo quitó una importación.',
  },
  'internal_error/freeze': {
    en: 'The audience could not be made on our side. Please schedule the campaign again.',
    es: 'No pudimos preparar la audiencia. Vuelve a programar la campaña, por favor.',
  },
  'no_active_account/freeze': {
    en: 'The WhatsApp number was inactive when the time came: activate it and schedule the campaign again.',
    es: 'El número de WhatsApp estaba inactivo cuando llegó la hora: actívalo y vuelve a programar la campaña.',
  },
  'segment_without_condition/freeze': {
    en: 'The segment needs a tag or a value: choose one and schedule the campaign again.',
    es: 'El segmento necesita una etiqueta o un valor: elige uno y vuelve a programar la campaña.',
  },
  'empty_audience/freeze': {
    en: 'The segment reached nobody when the time came: change it and schedule the campaign again.',
    es: 'El segmento no alcanzaba a nadie cuando llegó la hora: cámbialo y vuelve a programar la campaña.',
  },
});
