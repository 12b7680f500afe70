import { app } from './catalogue/app.js';
import { contacts } from './catalogue/contacts.js';
import { download } from './catalogue/download.js';
import { filter } from './catalogue/filter.js';
import { importing } from './catalogue/import.js';
import { imports } from './catalogue/imports.js';
import { signIn } from './catalogue/sign-in.js';
import type { Texts } from './texts.js';

/**
 * Every text of the page, in every language, from one file for each area. A key that is used but missing does not
 * pass the type check. Texts of the API (`detail`, warnings) are shown as it sends them.
 */
export const catalogue = {
  ...app,
  ...signIn,
  ...contacts,
  ...filter,
  ...download,
  ...importing,
  ...imports,
} as const satisfies Texts;

export type TextKey = keyof typeof catalogue;
