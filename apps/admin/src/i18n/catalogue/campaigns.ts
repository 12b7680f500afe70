import type { Texts } from '#contracts';

/** Campaigns: their segment, whom it reaches, when the audience is frozen. */
export const campaigns = {
  'campaigns.new': { en: 'New campaign', es: 'Nueva campaña' },
  'campaigns.list': { en: 'Campaigns', es: 'Campañas' },
  'campaigns.state': { en: 'State', es: 'Estado' },
  'campaigns.anyState': { en: 'Any state', es: 'Cualquier estado' },
  'campaigns.none': { en: 'No campaign yet', es: 'Aún no hay campañas' },
  'campaigns.noneHelp': {
    en: 'A campaign names a number and a segment of its contacts. You see whom it reaches before you schedule it.',
    es: 'Una campaña indica un número y un segmento de sus contactos. Antes de programarla ves a quién llega.',
  },
  'campaigns.noMatch': { en: 'No campaign is in this state', es: 'Ninguna campaña está en este estado' },
  'campaigns.reaches': {
    en: { one: '{count} contact', other: '{count} contacts' },
    es: { one: '{count} contacto', other: '{count} contactos' },
  },
  'campaigns.at': { en: 'for {time}', es: 'para el {time}' },
  'campaigns.frozenAt': { en: 'audience fixed {time}', es: 'público fijado el {time}' },
  'campaigns.createdAt': { en: 'created {time}', es: 'creada el {time}' },

  'campaign.state.draft': { en: 'Draft', es: 'Borrador' },
  'campaign.state.scheduled': { en: 'Scheduled', es: 'Programada' },
  'campaign.state.audience_frozen': { en: 'Audience fixed', es: 'Público fijado' },
  'campaign.state.done': { en: 'Done', es: 'Terminada' },
  'campaign.state.cancelled': { en: 'Cancelled', es: 'Cancelada' },

  'campaign.about': { en: 'Campaign', es: 'Campaña' },
  'campaign.name': { en: 'Name', es: 'Nombre' },
  'campaign.nameMissing': { en: 'Give the campaign a name.', es: 'Pon un nombre a la campaña.' },
  'campaign.accountMissing': { en: 'Choose the number it goes out from.', es: 'Elige el número desde el que sale.' },
  'campaign.accountFixed': {
    en: 'The number of a campaign stays. Create another one to use another number.',
    es: 'El número de una campaña no cambia. Crea otra para usar otro número.',
  },
  'campaign.segment': { en: 'Segment', es: 'Segmento' },
  'campaign.segmentHelp': {
    en: 'Whom it is for: at least one tag or value. A search alone is not enough.',
    es: 'A quién va dirigida: al menos una etiqueta o un valor. Una búsqueda sola no basta.',
  },
  'campaign.savedSegment': { en: 'Saved segment', es: 'Segmento guardado' },
  'campaign.ownConditions': { en: 'Conditions of its own', es: 'Condiciones propias' },
  'campaign.follows': {
    en: 'The campaign follows this segment until its audience is fixed.',
    es: 'La campaña sigue a este segmento hasta que se fija su público.',
  },
  'campaign.toSegments': { en: 'All segments', es: 'Todos los segmentos' },
  'campaign.segmentNone': { en: 'No condition yet', es: 'Aún sin condiciones' },
  'campaign.segmentMissing': {
    en: 'Add at least one tag or value first.',
    es: 'Añade antes al menos una etiqueta o un valor.',
  },
  'campaign.search': { en: 'Search “{text}”', es: 'Búsqueda «{text}»' },
  'campaign.matchAny': { en: 'any of the conditions', es: 'alguna de las condiciones' },
  'campaign.seeContacts': { en: 'See these contacts', es: 'Ver estos contactos' },
  'campaign.create': { en: 'Save as a draft', es: 'Guardar como borrador' },
  'campaign.saved': { en: 'The draft is saved.', es: 'El borrador está guardado.' },
  'campaign.toList': { en: 'All campaigns', es: 'Todas las campañas' },
  'campaign.warnings': { en: 'Before you schedule it', es: 'Antes de programarla' },
  'campaign.notFrozen': { en: 'Its audience could not be fixed', es: 'No se pudo fijar su público' },
  'campaign.notFrozenHelp': {
    en: 'It is a draft again. Mend what is said here and schedule it once more.',
    es: 'Vuelve a ser un borrador. Corrige lo que se indica y prográmala otra vez.',
  },

  'reach.title': { en: 'Reach', es: 'Alcance' },
  'reach.choose': {
    en: 'Choose a number and at least one tag or value to see whom the campaign reaches.',
    es: 'Elige un número y al menos una etiqueta o un valor para ver a quién llega la campaña.',
  },
  'reach.noneReached': {
    en: 'Nobody is reached. Widen the segment, or see below who is left out.',
    es: 'No llega a nadie. Amplía el segmento o mira abajo quién queda fuera.',
  },
  'reach.excluded': { en: 'Left out', es: 'Quedan fuera' },
  'reach.nobodyExcluded': { en: 'Nobody is left out.', es: 'No queda nadie fuera.' },
  'reach.taken_back': { en: 'Taken back by an undo', es: 'Retirado al deshacer' },
  'reach.opted_out': { en: 'Marked “do not contact”', es: 'Con la marca «no contactar»' },
  'reach.no_tag_or_value': { en: 'Without any tag or value', es: 'Sin etiquetas ni valores' },
  'reach.unusable_number': { en: 'Number that WhatsApp cannot reach', es: 'Número al que WhatsApp no llega' },
  'reach.account_inactive': {
    en: 'The number it goes out from is inactive',
    es: 'El número desde el que sale está inactivo',
  },
  'reach.activate': { en: 'Go to the numbers', es: 'Ir a los números' },
  'reach.fresh': {
    en: 'Up to date: all changes until {time} count.',
    es: 'Al día: cuentan todos los cambios hasta las {time}.',
  },
  'reach.behind': {
    en: {
      one: 'Behind: {count} change waits, for {time}. The figures follow by themselves.',
      other: 'Behind: {count} changes wait, the oldest for {time}. The figures follow by themselves.',
    },
    es: {
      one: 'Con retraso: {count} cambio espera desde hace {time}. Las cifras se pondrán al día solas.',
      other:
        'Con retraso: {count} cambios esperan, el más antiguo desde hace {time}. Las cifras se pondrán al día solas.',
    },
  },
  'reach.frozen': {
    en: 'As it was when the audience was fixed, {time}.',
    es: 'Tal como estaba al fijar el público, el {time}.',
  },

  'replay.order': { en: 'Read all contacts again', es: 'Volver a leer todos los contactos' },
  'replay.help': {
    en: 'Only needed when these figures are wrong although they are up to date.',
    es: 'Solo hace falta si estas cifras son incorrectas aunque estén al día.',
  },
  'replay.queued': {
    en: 'Reading all contacts again will begin shortly.',
    es: 'En breve se volverán a leer todos los contactos.',
  },
  'replay.running': { en: 'Reading all contacts again', es: 'Volviendo a leer todos los contactos' },
  'replay.progress': { en: '{processed} of about {expected} contacts', es: '{processed} de unos {expected} contactos' },
  'replay.processed': {
    en: { one: '{count} contact', other: '{count} contacts' },
    es: { one: '{count} contacto', other: '{count} contactos' },
  },
  'replay.completed': {
    en: 'All contacts were read again {time}.',
    es: 'Todos los contactos se volvieron a leer el {time}.',
  },
  'replay.failed': { en: 'Reading all contacts again failed', es: 'No se pudieron volver a leer los contactos' },

  'schedule.button': { en: 'Schedule', es: 'Programar' },
  'schedule.title': { en: 'Schedule the campaign', es: 'Programar la campaña' },
  'schedule.help': {
    en: 'At that moment the audience is fixed: everybody whom the segment reaches then. Contacts that come later are not added.',
    es: 'En ese momento se fija el público: todos a los que llega entonces el segmento. Los contactos que lleguen después no se añaden.',
  },
  'schedule.when': { en: 'When', es: 'Cuándo' },
  'schedule.now': { en: 'Now', es: 'Ahora' },
  'schedule.later': { en: 'At a date and time', es: 'En una fecha y hora' },
  'schedule.at': { en: 'Date and time', es: 'Fecha y hora' },
  'schedule.zone': { en: 'In your time zone, {zone}.', es: 'En tu zona horaria, {zone}.' },
  'schedule.previousMonth': { en: 'Previous month', es: 'Mes anterior' },
  'schedule.nextMonth': { en: 'Next month', es: 'Mes siguiente' },
  'schedule.hours': { en: 'Hours', es: 'Horas' },
  'schedule.minutes': { en: 'Minutes', es: 'Minutos' },
  'schedule.take': { en: 'Take this time', es: 'Tomar esta hora' },
  'schedule.missing': {
    en: 'Choose a date and time that is still to come.',
    es: 'Elige una fecha y hora que aún no haya pasado.',
  },
  'schedule.doNow': { en: 'Fix the audience now', es: 'Fijar el público ahora' },
  'schedule.done': { en: 'The campaign is scheduled.', es: 'La campaña está programada.' },

  'cancel.button': { en: 'Cancel the campaign', es: 'Cancelar la campaña' },
  'cancel.ask': { en: 'Cancel “{name}”?', es: '¿Cancelar «{name}»?' },
  'cancel.what': {
    en: 'It does not go out, its audience is removed, and it cannot be taken up again. You can create another one with the same segment.',
    es: 'No saldrá, su público se borra y no se puede retomar. Puedes crear otra con el mismo segmento.',
  },
  'cancel.back': { en: 'Keep it', es: 'Conservarla' },
  'cancel.done': { en: 'The campaign is cancelled.', es: 'La campaña está cancelada.' },
  'finish.button': { en: 'Mark as done', es: 'Dar por terminada' },
  'finish.ask': { en: 'Was “{name}” sent to everybody?', es: '¿Se ha enviado «{name}» a todos?' },
  'finish.what': {
    en: 'Whoever sends the messages usually says so. A campaign that is done cannot be cancelled any more.',
    es: 'Normalmente lo indica quien envía los mensajes. Una campaña terminada ya no se puede cancelar.',
  },
  'finish.done': { en: 'The campaign is done.', es: 'La campaña está terminada.' },
  'unschedule.button': { en: 'Change it', es: 'Cambiarla' },
  'unschedule.done': {
    en: 'It is a draft again: change it, then schedule it anew.',
    es: 'Vuelve a ser un borrador: cámbiala y prográmala de nuevo.',
  },
  'campaign.again': { en: 'Create one like it', es: 'Crear otra igual' },

  'fact.created': { en: 'Created', es: 'Creada' },
  'fact.scheduled': { en: 'Scheduled for', es: 'Programada para' },
  'fact.frozen': { en: 'Audience fixed', es: 'Público fijado' },
  'fact.done': { en: 'Done', es: 'Terminada' },
  'fact.erased': { en: 'Erased since, and taken out', es: 'Borradas desde entonces, y quitadas' },
  'fact.cancelled': { en: 'Cancelled', es: 'Cancelada' },

  'audience.title': { en: 'Audience', es: 'Público' },
  'audience.help': {
    en: 'Who was reached by the segment when the audience was fixed. It changes only where a person is erased.',
    es: 'A quién llegaba el segmento cuando se fijó el público. Solo cambia si se borra lo que se sabe de una persona.',
  },
  'audience.download': { en: 'Download the audience', es: 'Descargar el público' },
  'audience.none': { en: 'Nobody is in it.', es: 'No hay nadie.' },
} as const satisfies Texts;
