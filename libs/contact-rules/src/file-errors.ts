import { coded, type Coded, type FILE_ERRORS, type ImportErrorPlace, type SentenceArguments } from '#contracts';

export type FileErrorCode = keyof typeof FILE_ERRORS;

/** Why a whole file is refused before anything is written, and the row and column of the reason. */
export type FileRefusal = Coded & ImportErrorPlace;

const LISTED = 10;
const LISTED_CHARACTERS = 40;

/** What was found in a file, for its refusal: the first ten, not too long. */
export function listed(names: readonly string[]): string {
  const shown = names.slice(0, LISTED).map((name) => {
    const characters = Array.from(name.slice(0, 2 * LISTED_CHARACTERS));
    const cut = characters.slice(0, LISTED_CHARACTERS).join('');
    return cut === name ? name : `${cut}…`;
  });
  return [...shown, ...(names.length > LISTED ? ['…'] : [])].join(', ');
}

/** A text of a file, for its refusal: on one line, and not too long. */
export function shownText(text: string): string {
  return listed([text.replace(/[\s\p{Cc}]+/gu, ' ').trim()]);
}

/** Makes a refusal of the whole file. `column` is the header name, or the column letter when there is no name. */
export function fileError<C extends FileErrorCode>(
  code: C,
  { row = null, column = null }: Partial<ImportErrorPlace>,
  ...parameters: SentenceArguments<C>
): FileRefusal {
  return { ...coded(code, ...parameters), row, column };
}
