import { coded, type Coded, type FILE_ERRORS, type ImportErrorPlace, type SentenceArguments } from '#contracts';

export type FileErrorCode = keyof typeof FILE_ERRORS;

/** Why a file is refused as a whole, before anything is written, and where the reason stands. */
export type FileRefusal = Coded & ImportErrorPlace;

/** A refusal of the whole file. `column` is a header name, or a letter where there is none. */
export function fileError<C extends FileErrorCode>(
  code: C,
  { row = null, column = null }: Partial<ImportErrorPlace>,
  ...parameters: SentenceArguments<C>
): FileRefusal {
  return { ...coded(code, ...parameters), row, column };
}
