import { sentences } from './sentence-texts.js';

/** Why requests about contacts, exports, tag changes, replays and campaigns are refused. */
export const CONTACT_PROBLEMS = sentences({
  contact_not_found: {
    en: 'This account has no contact with this phone number.',
    es: 'Esta cuenta no tiene ningún contacto con este teléfono.',
  },
  'contact_not_found/anywhere': {
    en: 'No account of your organisation has a contact with this phone number.',
    es: 'Ninguna cuenta de tu organización tiene un contacto con este teléfono.',
  },
  revision_mismatch: {
    en: 'The contact is no longer as you saw it, and nothing was changed: read it again and decide anew.',
    es: 'El contacto ya no está como lo viste y no se cambió nada: vuelve a consultarlo y decide de nuevo.',
  },
  invalid_contact: {
    en: 'The contact cannot be so: see errors.',
    es: 'El contacto no puede quedar así: consulta errors.',
  },
  'internal_error/contact': {
    en: 'The contact could not be changed. Try again.',
    es: 'No se pudo cambiar el contacto. Inténtalo otra vez.',
  },
  'unavailable/edit_begun': {
    en: 'The change was begun but took too long, and may still be made: look at the contact before you try again.',
    es: 'El cambio empezó pero tardó demasiado y todavía puede hacerse: consulta el contacto antes de intentarlo otra vez.',
  },
  'unavailable/edits': {
    en: 'Contacts cannot be changed right now, and nothing was changed: try again in a moment.',
    es: 'Ahora mismo no se pueden cambiar contactos y no se cambió nada: inténtalo otra vez dentro de un momento.',
  },
  contacts_are_never_deleted: {
    en: 'A contact is never deleted, so that what was sent to whom stays known; remove its tags to keep campaigns from reaching it.',
    es: 'Un contacto no se borra nunca, para que siga constando qué se envió a quién; quítale las etiquetas para que las campañas no lo alcancen.',
  },
  'wrong_state/export_failed': {
    en: 'This download could not be made: ask for a new one.',
    es: 'Esta descarga no se pudo crear: pide una nueva.',
  },
  'not_ready/export': {
    en: 'The file is still being made: ask again when the export is completed.',
    es: 'El archivo todavía se está creando: pregunta otra vez cuando la exportación se haya completado.',
  },
  expired: {
    en: 'The file is no longer kept: ask for a new one.',
    es: 'El archivo ya no se conserva: pide uno nuevo.',
  },
  export_not_found: {
    en: 'Your organisation has no such export; GET /v1/exports lists them.',
    es: 'Tu organización no tiene esa exportación; GET /v1/exports las enumera.',
  },
  'invalid_request/tags': {
    en: 'The tags cannot be so: see errors.',
    es: 'Las etiquetas no pueden ser así: consulta errors.',
  },
  'invalid_request/no_tags': { en: 'Name a tag to add or to remove.', es: 'Indica una etiqueta que añadir o quitar.' },
  tag_change_not_found: {
    en: 'Your organisation has no such tag change; GET /v1/tag-changes lists them.',
    es: 'Tu organización no tiene ese cambio de etiquetas; GET /v1/tag-changes los enumera.',
  },
  'wrong_state/tag_change_over': {
    en: 'The tag change is already {status:word}.',
    es: 'El cambio de etiquetas ya {status:word}.',
  },
  replay_under_way: {
    en: 'Wait for replay {id} to end, or cancel it first.',
    es: 'Espera a que termine el reenvío {id} o cancélalo antes.',
  },
  replay_not_found: {
    en: 'Your organisation has no such replay; GET /v1/replays lists them.',
    es: 'Tu organización no tiene ese reenvío; GET /v1/replays los enumera.',
  },
  'wrong_state/replay_over': { en: 'The replay is already {status:word}.', es: 'El reenvío ya {status:word}.' },
  segment_not_found: {
    en: 'Your organisation has no such segment; GET /v1/segments lists them.',
    es: 'Tu organización no tiene ese segmento; GET /v1/segments los enumera.',
  },
  segment_exists: {
    en: 'Your organisation has a segment with this name already: choose another.',
    es: 'Tu organización ya tiene un segmento con este nombre: elige otro.',
  },
  segment_in_use: {
    en: {
      one: '{count} campaign uses it: {names}. Choose another segment there first, or delete it with force=true; the campaign keeps the conditions.',
      other:
        '{count} campaigns use it: {names}. Choose another segment there first, or delete it with force=true; the campaigns keep the conditions.',
    },
    es: {
      one: 'Lo usa {count} campaña: {names}. Elige antes otro segmento en ella o bórralo con force=true; la campaña conserva las condiciones.',
      other:
        'Lo usan {count} campañas: {names}. Elige antes otro segmento en ellas o bórralo con force=true; las campañas conservan las condiciones.',
    },
  },
  segment_of_other_account: {
    en: 'The segment was saved for another WhatsApp number: choose that number, or a segment for all numbers.',
    es: 'El segmento se guardó para otro número de WhatsApp: elige ese número o un segmento para todos los números.',
  },
  segment_not_combinable: {
    en: 'The segment and these conditions cannot hold together in one filter: leave out the conditions, or give those of the segment yourself.',
    es: 'El segmento y estas condiciones no caben juntos en un filtro: quita las condiciones o indica tú las del segmento.',
  },
  'segment_without_condition/scheduled': {
    en: 'A scheduled campaign uses this segment: leave at least one tag or value in it, or make the campaign a draft first.',
    es: 'Una campaña programada usa este segmento: deja al menos una etiqueta o un valor, o convierte antes la campaña en borrador.',
  },
  undo_not_found: {
    en: 'Your organisation has no such undo; GET /v1/undos lists them.',
    es: 'Tu organización no tiene esa acción de deshacer; GET /v1/undos las enumera.',
  },
  already_undone: {
    en: 'Undo {id} did this; to have it back, undo that one: POST /v1/undos/{id}/undo.',
    es: 'Lo hizo la acción de deshacer {id}; para recuperarlo, deshaz esa: POST /v1/undos/{id}/undo.',
  },
  before_images_gone: {
    en: 'What contacts were before is kept for {days} days, and only since this version; this is older. Import a file to change them.',
    es: 'Lo que los contactos eran antes se guarda {days} días, y solo desde esta versión; esto es más antiguo. Importa un archivo para cambiarlos.',
  },
  'wrong_state/undo_running': {
    en: 'Wait until it has ended, or cancel it first: what is under way cannot be undone.',
    es: 'Espera a que termine o cancélalo antes: lo que está en marcha no se puede deshacer.',
  },
  'wrong_state/undo_over': { en: 'The undo is already {status:word}.', es: 'La acción de deshacer ya {status:word}.' },
  campaign_not_found: {
    en: 'Your organisation has no such campaign; GET /v1/campaigns lists them.',
    es: 'Tu organización no tiene esa campaña; GET /v1/campaigns las enumera.',
  },
  schedule_in_past: {
    en: 'Choose a time that is yet to come, or none to start at once.',
    es: 'Elige una hora que esté por llegar, o ninguna para empezar enseguida.',
  },
  segment_without_condition: {
    en: 'Choose at least one tag or value that contacts shall have or not have; a search alone is not enough.',
    es: 'Elige al menos una etiqueta o un valor que los contactos deban tener o no tener; con una búsqueda no basta.',
  },
  empty_audience: {
    en: 'The segment reaches nobody: no contact matches it. Change it.',
    es: 'El segmento no alcanza a nadie: ningún contacto lo cumple. Cámbialo.',
  },
  'empty_audience/behind': {
    en: 'The segment reaches nobody: no contact matches it. Change it, or wait until all changes of contacts are counted.',
    es: 'El segmento no alcanza a nadie: ningún contacto lo cumple. Cámbialo o espera a que se cuenten todos los cambios de contactos.',
  },
  'empty_audience/left_out': {
    en: 'The segment reaches nobody: all {count} contacts it matches are left out. Change it.',
    es: 'El segmento no alcanza a nadie: los {count} contactos que lo cumplen quedan fuera. Cámbialo.',
  },
  'empty_audience/left_out_behind': {
    en: 'The segment reaches nobody: all {count} contacts it matches are left out. Change it, or wait until all changes of contacts are counted.',
    es: 'El segmento no alcanza a nadie: los {count} contactos que lo cumplen quedan fuera. Cámbialo o espera a que se cuenten todos los cambios de contactos.',
  },
  'wrong_state/campaign_freezing': {
    en: 'The audience of this campaign is being frozen right now: it can only be cancelled.',
    es: 'La audiencia de esta campaña se está fijando ahora mismo: solo se puede cancelar.',
  },
  'wrong_state/campaign_draft': {
    en: 'The campaign is a draft: schedule it first.',
    es: 'La campaña es un borrador: prográmala antes.',
  },
  'wrong_state/campaign_scheduled': {
    en: 'The audience of this campaign is not frozen yet: wait for its time.',
    es: 'La audiencia de esta campaña todavía no se ha fijado: espera a que llegue su hora.',
  },
  'wrong_state/campaign_audience_frozen': {
    en: 'The audience of this campaign is frozen: make a new campaign, or cancel this one.',
    es: 'La audiencia de esta campaña ya está fijada: crea otra campaña o cancela esta.',
  },
  'wrong_state/campaign_done': {
    en: 'The campaign is done: make a new one.',
    es: 'La campaña ha terminado: crea otra.',
  },
  'wrong_state/campaign_cancelled': {
    en: 'The campaign is cancelled: make a new one.',
    es: 'La campaña está cancelada: crea otra.',
  },
  'wrong_state/audience_cancelled': {
    en: 'The campaign is cancelled: nobody is to get it.',
    es: 'La campaña está cancelada: nadie debe recibirla.',
  },
  'not_ready/audience': {
    en: 'The audience is not frozen yet: ask again when the campaign says so.',
    es: 'La audiencia todavía no se ha fijado: pregunta otra vez cuando la campaña lo diga.',
  },
});
