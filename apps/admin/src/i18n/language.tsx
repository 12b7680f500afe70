import { createContext, use, useEffect, useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import { queryClient } from '../api/query-client.js';
import { chooseLanguage, currentLanguage } from './current-language.js';
import { formatFor } from './format.js';
import type { Format } from './format.js';
import { translator } from './text.js';
import type { AreaTexts, Translate } from './text.js';
import type { Language, Texts } from '#contracts';

interface LanguageContext {
  language: Language;
  setLanguage: (language: Language) => void;
  t: Translate;
  format: Format;
}

const Context = createContext<LanguageContext | null>(null);

/** Sets the language of the page. */
export function LanguageProvider({ children }: { children: ReactNode }) {
  const [language, choose] = useState(currentLanguage);
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  const value = useMemo(() => {
    const setLanguage = (chosen: Language) => {
      chooseLanguage(chosen);
      choose(chosen);
      // The API's earlier answers are in the previous language.
      void queryClient.invalidateQueries();
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
/** Formats figures, sizes and times in the current language. */
export const useFormat = (): Format => useLanguage().format;
/**
 * The texts of an area and of the catalogue. Areas whose pages are loaded on demand load their texts with
 * them, so that the first load does not contain them.
 * @param area a file of `catalogue/`
 */
export function useAreaText<A extends Texts>(area: A): Translate<AreaTexts<A>> {
  const { language } = useLanguage();
  return useMemo(() => translator(language, area), [language, area]);
}
