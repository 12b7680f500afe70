import { app } from './catalogue/app.js';
import { contact } from './catalogue/contact.js';
import { contacts } from './catalogue/contacts.js';
import { controls } from './catalogue/controls.js';
import { download } from './catalogue/download.js';
import { filter } from './catalogue/filter.js';
import { importing } from './catalogue/import.js';
import { imports } from './catalogue/imports.js';
import { navigation } from './catalogue/navigation.js';
import { signIn } from './catalogue/sign-in.js';
import { overview } from './catalogue/overview.js';
import { tagging } from './catalogue/tagging.js';
import type { Texts } from '#contracts';

/**
 * The texts of the first load, in every language, from one file for each area. A key that is used but missing does not
 * pass the type check. Areas that few people visit load their own texts: see `useAreaText`.
 * The API's sentences (`detail`, warnings) come in the page's language: their catalogue is in libs/contracts.
 */
export const catalogue = {
  ...app,
  ...controls,
  ...navigation,
  ...signIn,
  ...contact,
  ...contacts,
  ...filter,
  ...download,
  ...importing,
  ...imports,
  ...overview,
  ...tagging,
} as const satisfies Texts;
