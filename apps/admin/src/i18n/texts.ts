/** The languages of the page. */
export const LANGUAGES = { en: 'English', es: 'Español' } as const;
export type Language = keyof typeof LANGUAGES;

/** `{name}` marks a place to fill in. A text that depends on `{count}` has a form for one and a form for the rest. */
export type Text = string | { one: string; other: string };

/** Texts by key, each in every language: one that lacks a language does not pass the type check. */
export type Texts = Record<string, Record<Language, Text>>;
