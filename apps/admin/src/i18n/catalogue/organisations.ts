import type { Texts } from '#contracts';

/** The page of organisations, for operators. */
export const organisations = {
  'organisations.help': {
    en: 'Each sees nothing of the others. You see their names, and nothing that they keep here.',
    es: 'Ninguna ve nada de las demás. Tú ves sus nombres, y nada de lo que guardan aquí.',
  },
  'organisations.create': { en: 'Create an organisation', es: 'Crear una organización' },
  'organisations.name': { en: 'Name', es: 'Nombre' },
  'organisations.created': { en: '{name} is created.', es: '{name} está creada.' },
  'organisations.about': {
    en: { one: '{count} member · since {date}', other: '{count} members · since {date}' },
    es: { one: '{count} miembro · desde el {date}', other: '{count} miembros · desde el {date}' },
  },
  'organisations.suspendedSince': { en: 'Suspended since {date}', es: 'Suspendida desde el {date}' },
  'organisations.rename': { en: 'Rename', es: 'Cambiar nombre' },
  'organisations.renameOne': { en: 'Rename {name}', es: 'Cambiar el nombre de {name}' },
  'organisations.renamed': { en: 'Its name is {name} now.', es: 'Ahora se llama {name}.' },
  'organisations.suspend': { en: 'Suspend', es: 'Suspender' },
  'organisations.suspendOne': { en: 'Suspend {name}', es: 'Suspender {name}' },
  'organisations.suspendWhat': {
    en: 'Within seconds nobody of this organisation can use it, on the page or by the API, and its open imports are cancelled. Campaigns and webhooks wait. Nothing is deleted, and you can resume it.',
    es: 'En segundos nadie de esta organización podrá usarla, ni en la página ni por la API, y se cancelarán sus importaciones abiertas. Las campañas y los webhooks esperarán. No se borra nada, y podrás reanudarla.',
  },
  'organisations.suspended': { en: '{name} is suspended.', es: '{name} está suspendida.' },
  'organisations.resume': { en: 'Resume', es: 'Reanudar' },
  'organisations.resumeOne': { en: 'Resume {name}', es: 'Reanudar {name}' },
  'organisations.resumed': { en: '{name} is in use again.', es: '{name} vuelve a estar en uso.' },
  'organisations.invite': { en: 'Invite the administrator', es: 'Invitar a quien administrará' },
  'organisations.inviteOne': { en: 'Invite the administrator of {name}', es: 'Invitar a quien administrará {name}' },
  'organisations.inviteHelp': {
    en: 'The first administrator invites everybody else.',
    es: 'La primera persona que administre invitará a las demás.',
  },
  'organisations.email': { en: 'E-mail', es: 'Correo electrónico' },
  'organisations.makeLink': { en: 'Make the link', es: 'Crear el enlace' },
  'organisations.link': { en: 'Link for {email}', es: 'Enlace para {email}' },
  'organisations.linkHelp': {
    en: 'Pass it on to {email} yourself: it is not shown again, works once, and until {date}.',
    es: 'Hazlo llegar tú a {email}: no se vuelve a mostrar, sirve una vez y hasta el {date}.',
  },
  'organisations.limits': { en: 'Limits', es: 'Límites' },
  'organisations.limitsOf': { en: 'Limits of {name}', es: 'Límites de {name}' },
  'organisations.limitsHelp': {
    en: 'Leave a field empty for no limit of its own. What began below a limit is finished.',
    es: 'Deja un campo vacío para que no tenga límite propio. Lo que empezó por debajo de un límite se termina.',
  },
  'organisations.limit.contacts': { en: 'Contacts', es: 'Contactos' },
  'organisations.limit.openImports': { en: 'Open imports', es: 'Importaciones abiertas' },
  'organisations.limit.requestsPerMinute': { en: 'Requests per minute', es: 'Peticiones por minuto' },
  'organisations.limit.storageBytes': { en: 'Bytes of files', es: 'Bytes de archivos' },
  'organisations.used': { en: '{used} in use', es: '{used} en uso' },
  'organisations.limitsSet': { en: 'The limits of {name} hold now.', es: 'Los límites de {name} ya rigen.' },
  'organisations.operatorsOnly': { en: 'Only operators see this page', es: 'Solo los operadores ven esta página' },
  'organisations.operatorsOnlyHelp': {
    en: 'It is for administrators of the organisation that runs this installation.',
    es: 'Es para los administradores de la organización que gestiona esta instalación.',
  },
} as const satisfies Texts;
