import type { Language } from '../text.js';

/** States and roles as they appear in sentences: "The import is already cancelled", "La importación ya se canceló". */
export const WORDS = {
  uploaded: { en: 'uploaded', es: 'se subió' },
  checking: { en: 'checking', es: 'se está comprobando' },
  ready: { en: 'ready', es: 'se comprobó' },
  importing: { en: 'importing', es: 'se está importando' },
  queued: { en: 'queued', es: 'está en cola' },
  running: { en: 'running', es: 'está en curso' },
  completed: { en: 'completed', es: 'se completó' },
  completed_with_errors: { en: 'completed with errors', es: 'se completó con errores' },
  rejected: { en: 'rejected', es: 'se rechazó' },
  cancelled: { en: 'cancelled', es: 'se canceló' },
  failed: { en: 'failed', es: 'falló' },
  viewer: { en: 'viewer', es: 'de lectura' },
  editor: { en: 'editor', es: 'de edición' },
  admin: { en: 'admin', es: 'de administración' },
} as const satisfies Record<string, Record<Language, string>>;
export type Word = keyof typeof WORDS;
