import type { Texts } from '#contracts';

/** Members, invitations and the keys of programs. */
export const team = {
  'team.members': { en: 'People', es: 'Personas' },
  'team.membersHelp': {
    en: 'Viewers see and download contacts. Editors also import and change them. Administrators also manage numbers, people and keys.',
    es: 'Lectura permite ver y descargar contactos. Edición, además, importarlos y cambiarlos. Administración, además, gestionar números, personas y claves.',
  },
  'team.you': { en: '{name} (you)', es: '{name} (tú)' },
  'team.since': { en: '{email} · since {date}', es: '{email} · desde el {date}' },
  'team.roleOf': { en: 'Role of {name}', es: 'Permiso de {name}' },
  'team.roleChanged': { en: '{name} is {role} now.', es: '{name} tiene ahora este permiso: {role}.' },
  'team.remove': { en: 'Remove', es: 'Quitar' },
  'team.removeOne': { en: 'Remove {name}', es: 'Quitar a {name}' },
  'team.removeAsk': { en: 'Remove {name}?', es: '¿Quitar a {name}?' },
  'team.removeWhat': {
    en: 'They are signed out at once and cannot come back without a new invitation. What they imported stays, and keys stay: revoke those they know.',
    es: 'Su sesión se cierra al momento y no podrá volver sin otra invitación. Lo que importó se conserva, y las claves también: revoca las que conozca.',
  },
  'team.removed': { en: '{name} is removed.', es: 'Se ha quitado a {name}.' },
  'team.demoteAsk': { en: 'Give up administration?', es: '¿Dejar de administrar?' },
  'team.demoteWhat': {
    en: 'You will no longer see this page, and only another administrator can give the role back to you.',
    es: 'Dejarás de ver esta página, y solo otro administrador podrá devolverte el permiso.',
  },
  'team.demoteYes': { en: 'Change my role', es: 'Cambiar mi permiso' },

  'invite.button': { en: 'Invite somebody', es: 'Invitar a alguien' },
  'invite.title': { en: 'Invite somebody', es: 'Invitar a alguien' },
  'invite.help': {
    en: 'You get a link to pass on. It works once, and for a limited time.',
    es: 'Recibirás un enlace para enviárselo. Sirve una sola vez y durante un tiempo limitado.',
  },
  'invite.email': { en: 'E-mail', es: 'Correo electrónico' },
  'invite.role': { en: 'Role', es: 'Permiso' },
  'invite.do': { en: 'Make the link', es: 'Crear el enlace' },
  'invite.link': { en: 'Link for {email}', es: 'Enlace para {email}' },
  'invite.linkHelp': {
    en: 'Copy the link and send it to {email}. It is shown only now, works once, and until {date}.',
    es: 'Copia el enlace y envíaselo a {email}. Solo se muestra ahora, sirve una vez y hasta el {date}.',
  },
  'invite.list': { en: 'Invitations', es: 'Invitaciones' },
  'invite.none': { en: 'Nobody is invited at the moment.', es: 'Ahora mismo no hay nadie invitado.' },
  'invite.until': { en: '{role} · the link works until {date}', es: '{role} · el enlace sirve hasta el {date}' },
  'invite.again': { en: 'New link', es: 'Enlace nuevo' },
  'invite.againOne': { en: 'New link for {email}', es: 'Enlace nuevo para {email}' },
  'invite.withdraw': { en: 'Withdraw', es: 'Retirar' },
  'invite.withdrawOne': { en: 'Withdraw the invitation of {email}', es: 'Retirar la invitación de {email}' },
  'invite.withdrawn': { en: 'The link for {email} works no more.', es: 'El enlace para {email} ya no sirve.' },

  'keys.list': { en: 'API keys', es: 'Claves de la API' },
  'keys.help': {
    en: 'For programs that use the API. A key belongs to the organisation and does what its role may do.',
    es: 'Para programas que usan la API. Una clave pertenece a la organización y puede lo que su permiso permita.',
  },
  'keys.docs': { en: 'How to use the API', es: 'Cómo usar la API' },
  'keys.none': { en: 'No program has a key.', es: 'Ningún programa tiene una clave.' },
  'keys.create': { en: 'Create a key', es: 'Crear una clave' },
  'keys.name': { en: 'Name', es: 'Nombre' },
  'keys.nameHelp': {
    en: 'Which program it is for, such as “Nightly import”.',
    es: 'Para qué programa es, como «Importación nocturna».',
  },
  'keys.role': { en: 'Role', es: 'Permiso' },
  'keys.do': { en: 'Create the key', es: 'Crear la clave' },
  'keys.secret': { en: 'Key of “{name}”', es: 'Clave de «{name}»' },
  'keys.secretHelp': {
    en: 'Copy the key now: it is not kept and cannot be shown again. Whoever has it can do what its role may do.',
    es: 'Copia la clave ahora: no se guarda y no se puede volver a mostrar. Quien la tenga podrá lo que su permiso permita.',
  },
  'keys.lastUsed': { en: 'Last used {time}', es: 'Usada por última vez el {time}' },
  'keys.neverUsed': { en: 'Never used', es: 'Sin usar' },
  'keys.created': { en: 'Created {time}', es: 'Creada el {time}' },
  'keys.revoked': { en: 'Revoked {time}', es: 'Revocada el {time}' },
  'keys.revoke': { en: 'Revoke', es: 'Revocar' },
  'keys.revokeOne': { en: 'Revoke “{name}”', es: 'Revocar «{name}»' },
  'keys.revokeAsk': { en: 'Revoke “{name}”?', es: '¿Revocar «{name}»?' },
  'keys.revokeWhat': {
    en: 'From now on programs that use it are refused, for good. Create another key to replace it.',
    es: 'Desde ahora se rechaza a los programas que la usen, para siempre. Crea otra clave para sustituirla.',
  },
  'keys.nowRevoked': { en: '“{name}” is revoked.', es: '«{name}» está revocada.' },
  'keys.showRevoked': {
    en: { one: 'Show {count} revoked key', other: 'Show {count} revoked keys' },
    es: { one: 'Mostrar {count} clave revocada', other: 'Mostrar {count} claves revocadas' },
  },
} as const satisfies Texts;
