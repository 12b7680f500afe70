import { PROBLEMS, toSentence, type Coded, type Language, type Problem, type ProblemCode } from '#contracts';

/** A field that is wrong, with what is to be said of it or the sentence itself. */
export type FieldFault = { field: string } & (Coded | { message: string });

/** An error for the caller: it becomes a problem+json answer with the status that belongs to its code. */
export class ProblemError extends Error {
  override name = 'ProblemError';

  /**
   * @param code stable, from the contracts' list
   * @param detail one sentence for a person, with what to do next; no personal data
   */
  constructor(
    readonly code: ProblemCode,
    readonly detail: string,
    readonly extra: { errors?: FieldFault[]; headers?: Record<string, string>; cause?: unknown } = {},
  ) {
    super(`${code}: ${detail}`, { cause: extra.cause });
  }

  get status(): number {
    return PROBLEMS[this.code].status;
  }

  toBody(language: Language, requestId?: string): Problem {
    const { title, status } = PROBLEMS[this.code];
    return {
      type: `urn:contacts:problem:${this.code}`,
      title,
      status,
      code: this.code,
      detail: this.detail,
      ...(requestId && { requestId }),
      ...(this.extra.errors && { errors: this.extra.errors.map((fault) => fieldError(fault, language)) }),
    };
  }
}

function fieldError(fault: FieldFault, language: Language): NonNullable<Problem['errors']>[number] {
  return 'code' in fault ? { field: fault.field, ...toSentence(fault, language) } : fault;
}
