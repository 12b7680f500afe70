/**
 * A message for the person whose file it is: one sentence, and what to do. `example` holds parameters to show it with
 * in docs/import-format.md. No message repeats a name or a number out of the file.
 */
export interface Message<P extends unknown[]> {
  message: (...parameters: P) => string;
  example: P;
}

export function message<P extends unknown[]>(text: (...parameters: P) => string, ...example: P): Message<P> {
  return { message: text, example };
}

/** The parameters of one message of a registry. */
export type ParametersOf<M> = M extends Message<infer P> ? P : never;

/** `4096` as `4,096`. */
export function grouped(number: number): string {
  return String(number).replace(/\B(?=(\d{3})+$)/g, ',');
}
