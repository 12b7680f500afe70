import { createContext, use, useEffect, useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import { readStored, writeStored } from '../ui/stored.js';
import { formatFor } from './format.js';
import type { Format } from './format.js';
import { translator } from './text.js';
import type { AreaTexts, Translate } from './text.js';
import { LANGUAGES } from './texts.js';
import type { Language, Texts } from './texts.js';

interface LanguageContext {
  language: Language;
  setLanguage: (language: Language) => void;
  t: Translate;
  format: Format;
}

const Context = createContext<LanguageContext | null>(null);
const STORED = 'contacts.language';

const isLanguage = (text: string | null | undefined): text is Language =>
  text != null && Object.hasOwn(LANGUAGES, text);

function preferredLanguage(): Language {
  const stored = readStored(STORED);
  if (isLanguage(stored)) return stored;
  return navigator.languages.map((tag) => tag.split('-')[0]).find(isLanguage) ?? 'en';
}

/** Gives the page its language: the chosen one, else the browser's, else English. */
export function LanguageProvider({ children }: { children: ReactNode }) {
  const [language, choose] = useState(preferredLanguage);
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  const value = useMemo(() => {
    const setLanguage = (chosen: Language) => {
      writeStored(STORED, chosen);
      choose(chosen);
    };
    return { language, setLanguage, t: translator(language), format: formatFor(language) };
  }, [language]);
  return <Context value={value}>{children}</Context>;
}

export function useLanguage(): LanguageContext {
  const value = use(Context);
  if (!value) throw new Error('useLanguage needs a LanguageProvider above it');
  return value;
}

/** The texts of the catalogue in the current language. */
export const useText = (): Translate => useLanguage().t;
/** Figures, sizes and times as the current language writes them. */
export const useFormat = (): Format => useLanguage().format;
/**
 * The texts of an area and of the catalogue. Areas whose pages are fetched when somebody goes there bring their texts
 * along, so that the first load does not carry them.
 * @param area a file of `catalogue/`
 */
export function useAreaText<A extends Texts>(area: A): Translate<AreaTexts<A>> {
  const { language } = useLanguage();
  return useMemo(() => translator(language, area), [language, area]);
}
