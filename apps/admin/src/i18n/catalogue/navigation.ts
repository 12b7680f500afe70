import type { Texts } from '#contracts';

/** The names of the pages that load their own texts, and who may open them. */
export const navigation = {
  'nav.administration': { en: 'Administration', es: 'Administración' },
  'nav.campaigns': { en: 'Campaigns', es: 'Campañas' },
  'nav.segments': { en: 'Segments', es: 'Segmentos' },
  'nav.numbers': { en: 'Numbers', es: 'Números' },
  'nav.team': { en: 'Team and keys', es: 'Equipo y claves' },
  'nav.webhooks': { en: 'Webhooks', es: 'Webhooks' },
  'nav.audit': { en: 'Audit', es: 'Auditoría' },
  'nav.organisations': { en: 'Organisations', es: 'Organizaciones' },
  'nav.operations': { en: 'Operations', es: 'Operaciones' },
  'nav.security': { en: 'Password and sessions', es: 'Contraseña y sesiones' },
  'nav.adminOnly': { en: 'Only administrators see this page', es: 'Solo los administradores ven esta página' },
  'nav.adminOnlyHelp': {
    en: 'Ask an administrator of {organisation} for what you need here, or to change your role.',
    es: 'Pide a un administrador de {organisation} lo que necesites de aquí, o que cambie tu permiso.',
  },
} as const satisfies Texts;
