import {
  PROBLEMS,
  publicCode,
  render,
  toSentence,
  type Coded,
  type Language,
  type Problem,
  type ProblemCode,
  type PROBLEM_DETAILS,
  type SentenceArguments,
  type SentenceParameters,
} from '#contracts';

/** An invalid field, with the code of its error or the sentence itself. */
export type FieldFault = { field: string } & (Coded | { message: string });

interface ProblemOptions {
  errors?: FieldFault[];
  headers?: Record<string, string>;
  cause?: unknown;
}

type Detail = keyof typeof PROBLEM_DETAILS;
/** The details without parameters. */
export type PlainProblem = { [D in Detail]: SentenceArguments<D> extends [] ? D : never }[Detail];
type FilledProblem = Exclude<Detail, PlainProblem>;
type ProblemArguments =
  | [detail: PlainProblem, extra?: ProblemOptions]
  | { [D in FilledProblem]: [detail: D, extra: ProblemOptions & { with: SentenceParameters<D> }] }[FilledProblem];

/** An error for the client. It becomes a problem+json response with the status of its code. */
export class ProblemError extends Error {
  override name = 'ProblemError';
  /** Stable; one of the codes in the contracts. */
  readonly code: ProblemCode;
  readonly extra: ProblemOptions & { with?: Coded['with'] };
  private readonly detail: Coded;

  /**
   * The detail is a sentence of the catalogue that says what to do next, without personal data. Its code is the
   * problem's code, followed by a slash and a suffix when the problem has several details: `wrong_state/import_over`.
   */
  constructor(...[detail, extra = {}]: ProblemArguments) {
    const coded: Coded = { code: detail, ...('with' in extra && { with: extra.with }) };
    super(`${publicCode(detail)}: ${render(coded, 'en')}`, { cause: extra.cause });
    this.code = publicCode(detail) as ProblemCode;
    this.detail = coded;
    this.extra = extra;
  }

  get status(): number {
    return PROBLEMS[this.code].status;
  }

  toBody(language: Language, requestId?: string, traceId?: string): Problem {
    const { title, status } = PROBLEMS[this.code];
    return {
      type: `urn:contacts:problem:${this.code}`,
      title: title[language],
      status,
      code: this.code,
      detail: render(this.detail, language),
      ...(requestId && { requestId }),
      ...(traceId && { traceId }),
      ...(this.extra.errors && { errors: this.extra.errors.map((fault) => fieldError(fault, language)) }),
    };
  }
}

function fieldError(fault: FieldFault, language: Language): NonNullable<Problem['errors']>[number] {
  return 'code' in fault ? { field: fault.field, ...toSentence(fault, language) } : fault;
}
