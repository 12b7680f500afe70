import { coded, type Coded, type FILE_ERRORS, type ImportErrorPlace, type SentenceArguments } from '#contracts';

export type FileErrorCode = keyof typeof FILE_ERRORS;

/** Why a whole file is refused before anything is written, and the row and column of the reason. */
export type FileRefusal = Coded & ImportErrorPlace;

/** Makes a refusal of the whole file. `column` is the header name, or the column letter when there is no name. */
export function fileError<C extends FileErrorCode>(
  code: C,
  { row = null, column = null }: Partial<ImportErrorPlace>,
  ...parameters: SentenceArguments<C>
): FileRefusal {
  return { ...coded(code, ...parameters), row, column };
}
