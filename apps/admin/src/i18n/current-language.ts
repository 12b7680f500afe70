import { DEFAULT_LANGUAGE, isLanguage, type Language } from '#contracts';
import { readStored, writeStored } from '../ui/stored.js';

const STORED = 'contacts.language';

let language = preferredLanguage();

/** The chosen language, or else the browser's, or else English. The API is asked for it too. */
export const currentLanguage = (): Language => language;

export function chooseLanguage(chosen: Language): void {
  writeStored(STORED, chosen);
  language = chosen;
}

function preferredLanguage(): Language {
  const stored = readStored(STORED);
  if (isLanguage(stored)) return stored;
  return navigator.languages.map((tag) => tag.split('-')[0]).find(isLanguage) ?? DEFAULT_LANGUAGE;
}
