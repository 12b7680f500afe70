import type { Language } from '../text.js';

/** States as sentences say them: "The import is already cancelled", "La importación ya se canceló". */
export const WORDS = {
  completed: { en: 'completed', es: 'se completó' },
  completed_with_errors: { en: 'completed with errors', es: 'se completó con errores' },
  rejected: { en: 'rejected', es: 'se rechazó' },
  cancelled: { en: 'cancelled', es: 'se canceló' },
  failed: { en: 'failed', es: 'falló' },
} as const satisfies Record<string, Record<Language, string>>;
export type Word = keyof typeof WORDS;
