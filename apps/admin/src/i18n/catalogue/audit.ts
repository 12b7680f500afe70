import type { Texts } from '#contracts';

/** The entries of the audit log as sentences: `audit.did.<action>`. `{who}` did it, `{what}` is what it was done to. */
export const audit = {
  'audit.help': {
    en: 'Who did what, newest first. Nothing here can be changed or removed.',
    es: 'Quién hizo qué, lo más reciente primero. Aquí nada se puede cambiar ni quitar.',
  },
  'audit.list': { en: 'Entries', es: 'Entradas' },
  'audit.action': { en: 'Action', es: 'Acción' },
  'audit.anyAction': { en: 'Any action', es: 'Cualquier acción' },
  'audit.person': { en: 'Person or key', es: 'Persona o clave' },
  'audit.anyPerson': { en: 'Anybody', es: 'Cualquiera' },
  'audit.people': { en: 'People', es: 'Personas' },
  'audit.keys': { en: 'API keys', es: 'Claves de la API' },
  'audit.target': { en: 'Id of what it was done to', es: 'Id de aquello a lo que se hizo' },
  'audit.since': { en: 'From', es: 'Desde' },
  'audit.until': { en: 'Up to', es: 'Hasta' },
  'audit.csv': { en: 'Download as CSV', es: 'Descargar en CSV' },
  'audit.jsonl': { en: 'Download as JSON Lines', es: 'Descargar en JSON Lines' },
  'audit.verify': { en: 'Verify that nothing was changed', es: 'Comprobar que nada se ha cambiado' },
  'audit.sound': {
    en: 'The {count} entries are as they were written. The newest is number {sequence}, with the hash {hash}.',
    es: 'Las {count} entradas están como se escribieron. La última es la número {sequence}, con el hash {hash}.',
  },
  'audit.soundEmpty': { en: 'There is no entry.', es: 'No hay ninguna entrada.' },
  'audit.broken': {
    en: 'The log was changed: {fault}, at number {sequence}. Tell whoever runs the installation.',
    es: 'El registro se ha cambiado: {fault}, en el número {sequence}. Avisa a quien lleva la instalación.',
  },
  'audit.fault.missing': { en: 'an entry is missing', es: 'falta una entrada' },
  'audit.fault.changed': { en: 'an entry is not what was written', es: 'una entrada no es lo que se escribió' },
  'audit.fault.replaced': { en: 'an entry was replaced', es: 'se ha reemplazado una entrada' },
  'audit.fault.repeated': { en: 'a number comes twice', es: 'un número aparece dos veces' },
  'audit.fault.cut_off': { en: 'the newest entries are missing', es: 'faltan las últimas entradas' },
  'audit.fault.added': { en: 'entries were added', es: 'se han añadido entradas' },
  'audit.fault.not_chained': {
    en: 'an entry has no number, because an older version wrote it or somebody added it',
    es: 'una entrada no tiene número, porque la escribió una versión anterior o alguien la añadió',
  },
  'audit.fault.not_expected': { en: 'the whole log was written anew', es: 'todo el registro se ha vuelto a escribir' },
  'audit.none': { en: 'Nothing is noted yet', es: 'Aún no hay nada anotado' },
  'audit.noMatch': { en: 'Nothing like this is noted', es: 'No hay nada así anotado' },
  'audit.all': { en: 'Show everything', es: 'Mostrar todo' },
  'audit.formerMember': { en: 'A former member ({id})', es: 'Un antiguo miembro ({id})' },
  'audit.key': { en: 'The key “{name}”', es: 'La clave «{name}»' },
  'audit.unknownKey': { en: 'A key ({id})', es: 'Una clave ({id})' },
  'audit.request': { en: 'Request {id}', es: 'Petición {id}' },
  'audit.openImport': { en: 'Show the import', es: 'Ver la importación' },
  'audit.openCampaign': { en: 'Show the campaign', es: 'Ver la campaña' },
  'audit.rows': {
    en: { one: '{count} contact or row', other: '{count} contacts or rows' },
    es: { one: '{count} contacto o fila', other: '{count} contactos o filas' },
  },
  'audit.other': { en: '{who}: {action} {what}', es: '{who}: {action} {what}' },

  'audit.did.session.began': { en: '{who} signed in', es: '{who} inició sesión' },
  'audit.did.session.refused': {
    en: 'Somebody gave a wrong password for {who}',
    es: 'Alguien dio una contraseña incorrecta para {who}',
  },
  'audit.did.session.ended': { en: '{who} signed out', es: '{who} cerró sesión' },
  'audit.did.session.switched': {
    en: '{who} came from another of their organisations',
    es: '{who} vino de otra de sus organizaciones',
  },
  'audit.did.organisation.created': { en: '{who} created an organisation', es: '{who} creó una organización' },
  'audit.did.organisation.changed': { en: '{who} changed an organisation', es: '{who} cambió una organización' },
  'audit.did.organisation.suspended': { en: '{who} suspended an organisation', es: '{who} suspendió una organización' },
  'audit.did.organisation.resumed': { en: '{who} resumed an organisation', es: '{who} reanudó una organización' },
  'audit.did.organisation.administrator_invited': {
    en: '{who} invited the administrator of an organisation',
    es: '{who} invitó a quien administrará una organización',
  },
  'audit.did.session.others_ended': {
    en: '{who} ended all their other sessions',
    es: '{who} cerró todas sus otras sesiones',
  },
  'audit.did.session.new_device': {
    en: '{who} got a message about a sign-in with a new browser',
    es: '{who} recibió un aviso de inicio de sesión con un navegador nuevo',
  },
  'audit.did.second_factor.enabled': {
    en: '{who} set up an authenticator app',
    es: '{who} configuró una aplicación de autenticación',
  },
  'audit.did.second_factor.disabled': {
    en: '{who} turned the authenticator app off',
    es: '{who} desactivó la aplicación de autenticación',
  },
  'audit.did.second_factor.refused': {
    en: 'Somebody gave a wrong code for {who}',
    es: 'Alguien dio un código incorrecto para {who}',
  },
  'audit.did.second_factor.reset': {
    en: '{who} reset the second factor of {what}',
    es: '{who} quitó el segundo factor de {what}',
  },
  'audit.did.recovery_codes.renewed': {
    en: '{who} made new recovery codes',
    es: '{who} creó códigos de recuperación nuevos',
  },
  'audit.did.recovery_code.used': {
    en: '{who} used a recovery code',
    es: '{who} usó un código de recuperación',
  },
  'audit.did.password.changed': { en: '{who} changed their password', es: '{who} cambió su contraseña' },
  'audit.did.password.link_made': {
    en: '{who} made a link for a new password of {what}',
    es: '{who} creó un enlace para una contraseña nueva de {what}',
  },
  'audit.did.password.forgotten': {
    en: 'Somebody asked for a link for a new password of {who}',
    es: 'Alguien pidió un enlace para una contraseña nueva de {who}',
  },
  'audit.did.password.reset': {
    en: '{who} chose a new password with a link',
    es: '{who} eligió una contraseña nueva con un enlace',
  },
  'audit.did.key.created': { en: '{who} created the key {what}', es: '{who} creó la clave {what}' },
  'audit.did.undo.kept_downloaded': {
    en: '{who} downloaded the contacts that an undo would leave',
    es: '{who} descargó los contactos que una acción de deshacer dejaría',
  },
  'audit.did.key.rotated': { en: '{who} renewed the key {what}', es: '{who} renovó la clave {what}' },
  'audit.did.key.revoked': { en: '{who} revoked the key {what}', es: '{who} revocó la clave {what}' },
  'audit.did.member.invited': { en: '{who} invited somebody', es: '{who} invitó a alguien' },
  'audit.did.member.joined': { en: '{who} joined', es: '{who} se unió' },
  'audit.did.member.changed': {
    en: '{who} changed the name or role of {what}',
    es: '{who} cambió el nombre o el permiso de {what}',
  },
  'audit.did.member.removed': { en: '{who} removed {what}', es: '{who} quitó a {what}' },
  'audit.did.invitation.withdrawn': { en: '{who} withdrew an invitation', es: '{who} retiró una invitación' },
  'audit.did.import.uploaded': { en: '{who} uploaded a file to import', es: '{who} subió un archivo para importar' },
  'audit.did.import.started': { en: '{who} started an import', es: '{who} empezó una importación' },
  'audit.did.import.checked_again': {
    en: '{who} changed how a file to import is read',
    es: '{who} cambió cómo se lee un archivo por importar',
  },
  'audit.did.import.mended': {
    en: '{who} mended rows of a file to import',
    es: '{who} corrigió filas de un archivo por importar',
  },
  'audit.did.import.cancelled': { en: '{who} cancelled an import', es: '{who} canceló una importación' },
  'audit.did.import.errors_downloaded': {
    en: '{who} downloaded the rows with problems of an import',
    es: '{who} descargó las filas con problemas de una importación',
  },
  'audit.did.export.ordered': { en: '{who} had a download made', es: '{who} pidió una descarga' },
  'audit.did.export.downloaded': { en: '{who} downloaded contacts', es: '{who} descargó contactos' },
  'audit.did.contact.edited': { en: '{who} edited a contact of {what}', es: '{who} editó un contacto de {what}' },
  'audit.did.tag_change.ordered': {
    en: '{who} changed a tag of many contacts',
    es: '{who} cambió una etiqueta de muchos contactos',
  },
  'audit.did.tag_change.cancelled': {
    en: '{who} stopped a change of tags',
    es: '{who} detuvo un cambio de etiquetas',
  },
  'audit.did.undo.ordered': {
    en: '{who} undid an import, a change of tags or an undo',
    es: '{who} deshizo una importación, un cambio de etiquetas o una acción de deshacer',
  },
  'audit.did.undo.cancelled': { en: '{who} stopped an undo', es: '{who} detuvo una acción de deshacer' },
  'audit.did.account.created': { en: '{who} added the number {what}', es: '{who} añadió el número {what}' },
  'audit.did.account.changed': {
    en: '{who} changed the name or status of the number {what}',
    es: '{who} cambió el nombre o el estado del número {what}',
  },
  'audit.did.whatsapp.connected': {
    en: '{who} connected a WhatsApp business account',
    es: '{who} conectó una cuenta de empresa de WhatsApp',
  },
  'audit.did.whatsapp.disconnected': {
    en: '{who} disconnected a WhatsApp business account',
    es: '{who} desconectó una cuenta de empresa de WhatsApp',
  },
  'audit.did.contact.opted_out': {
    en: '{who} marked a contact of {what} as “do not contact”',
    es: '{who} marcó un contacto de {what} como «no contactar»',
  },
  'audit.did.contact.opted_in': {
    en: '{who} took the mark “do not contact” off a contact of {what}',
    es: '{who} quitó la marca «no contactar» a un contacto de {what}',
  },
  'audit.did.contact.reachability_reported': {
    en: '{who} reported whether a contact of {what} can be reached',
    es: '{who} informó de si se puede contactar con un contacto de {what}',
  },
  'audit.did.segment.created': { en: '{who} saved a segment', es: '{who} guardó un segmento' },
  'audit.did.segment.changed': { en: '{who} changed a segment', es: '{who} cambió un segmento' },
  'audit.did.segment.removed': { en: '{who} deleted a segment', es: '{who} borró un segmento' },
  'audit.did.campaign.created': { en: '{who} created a campaign', es: '{who} creó una campaña' },
  'audit.did.campaign.changed': { en: '{who} changed a campaign', es: '{who} cambió una campaña' },
  'audit.did.campaign.scheduled': { en: '{who} scheduled a campaign', es: '{who} programó una campaña' },
  'audit.did.campaign.cancelled': { en: '{who} cancelled a campaign', es: '{who} canceló una campaña' },
  'audit.did.campaign.done': { en: '{who} marked a campaign as done', es: '{who} dio por terminada una campaña' },
  'audit.did.campaign.downloaded': {
    en: '{who} downloaded the audience of a campaign',
    es: '{who} descargó el público de una campaña',
  },
  'audit.did.queue.changed': { en: '{who} changed a queue by hand', es: '{who} cambió una cola a mano' },
  'audit.did.replay.ordered': {
    en: '{who} had every contact of a number told again',
    es: '{who} hizo que se volviera a informar de todos los contactos de un número',
  },
  'audit.did.replay.cancelled': {
    en: '{who} stopped telling contacts again',
    es: '{who} detuvo el nuevo aviso de contactos',
  },
  'audit.did.dead_letter.replayed': {
    en: '{who} had a failed event tried again',
    es: '{who} hizo reintentar un evento fallido',
  },
  'audit.did.dead_letter.discarded': {
    en: '{who} discarded a failed event',
    es: '{who} descartó un evento fallido',
  },
  'audit.did.contact.erased': {
    en: '{who} erased what was known of a person',
    es: '{who} borró lo que se sabía de una persona',
  },
  'audit.did.contact.data_downloaded': {
    en: '{who} downloaded what is known of a person',
    es: '{who} descargó lo que se sabe de una persona',
  },
  'audit.did.audit.downloaded': { en: '{who} downloaded the audit log', es: '{who} descargó el registro' },
  'audit.did.webhook.created': { en: '{who} made a webhook', es: '{who} creó un webhook' },
  'audit.did.webhook.changed': { en: '{who} changed a webhook', es: '{who} cambió un webhook' },
  'audit.did.webhook.removed': { en: '{who} removed a webhook', es: '{who} quitó un webhook' },
  'audit.did.webhook.pinged': { en: '{who} tried a webhook', es: '{who} probó un webhook' },
  'audit.did.webhook.retried': {
    en: '{who} had failed messages of a webhook sent again',
    es: '{who} hizo reenviar los mensajes fallidos de un webhook',
  },
} as const satisfies Texts;
