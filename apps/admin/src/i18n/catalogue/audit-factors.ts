import type { Texts } from '#contracts';

/** The entries of the audit log about second factors, like those of `audit.ts`. */
export const auditFactors = {
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
  'audit.did.second_factor.required': {
    en: '{who} made a second factor a duty for all members',
    es: '{who} hizo obligatorio el segundo factor para todos los miembros',
  },
  'audit.did.second_factor.optional': {
    en: '{who} made the second factor optional again',
    es: '{who} volvió a hacer voluntario el segundo factor',
  },
  'audit.did.passkey.added': { en: '{who} added a passkey', es: '{who} añadió una llave de acceso' },
  'audit.did.passkey.renamed': { en: '{who} renamed a passkey', es: '{who} cambió el nombre de una llave de acceso' },
  'audit.did.passkey.removed': { en: '{who} removed a passkey', es: '{who} quitó una llave de acceso' },
  'audit.did.passkey.refused': {
    en: 'Somebody gave a wrong passkey for {who}',
    es: 'Alguien dio una llave de acceso incorrecta para {who}',
  },
  'audit.did.passkey.counter_went_back': {
    en: 'A passkey of {who} counted backwards, as a copy of it would, and was refused',
    es: 'Una llave de acceso de {who} contó hacia atrás, como haría una copia, y se rechazó',
  },
} as const satisfies Texts;
