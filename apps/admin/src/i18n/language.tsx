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

/** Gives the page its language. */
export function LanguageProvider({ children }: { children: ReactNode }) {
  const [language, choose] = useState(currentLanguage);
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  const value = useMemo(() => {
    const setLanguage = (chosen: Language) => {
      chooseLanguage(chosen);
      choose(chosen);
      // What the API said is in the language of before.
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
