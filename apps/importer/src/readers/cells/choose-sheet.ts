import { fileError, fold, listed, tidyText } from '#contact-rules';
import { FileRefusedError } from '../row-reader.js';

/** A sheet with cells; those of charts, dialogs and macros have none. */
export interface UsableSheet {
  name: string;
  isVisible: boolean;
}

/** What can be stated, and what fits into the record of an import. */
const MAX_NAME = 255;
const MAX_NAMES = 100;

/** The names of the sheets that can be stated. */
export function namesOf(sheets: readonly UsableSheet[]): string[] {
  const names = sheets.map(({ name }) => name);
  return names.filter((name) => name.length <= MAX_NAME).slice(0, MAX_NAMES);
}

/**
 * The stated sheet, or else the first visible one. Upper and lower case count only if two names differ in nothing else.
 * @throws FileRefusedError when none is called so
 */
export function chooseSheet<S extends UsableSheet>(sheets: readonly S[], stated: string | undefined): S | undefined {
  if (stated === undefined || sheets.length === 0) return sheets.find(({ isVisible }) => isVisible);
  const key = fold(tidyText(stated));
  const found = sheets.find(({ name }) => name === stated) ?? sheets.find(({ name }) => fold(tidyText(name)) === key);
  if (found) return found;
  const names = listed(sheets.map(({ name }) => name));
  throw new FileRefusedError(fileError('sheet_not_found', {}, { sheet: listed([stated]), sheets: names }));
}
