import { proofSchema, type ProblemCode, type Proof } from '#contracts';
import type { RouteAudit, RouteDeclaration } from '../routes/route-declaration.js';
import { Route } from '../routes/route.js';

/** What a proof may be refused for, and that there is nothing to prove with yet. */
const OF_THE_PROOF: ProblemCode[] = [
  'wrong_password',
  'wrong_code',
  'passkey_refused',
  'challenge_over',
  'not_configured',
];

type ProofDeclaration<A> = Pick<RouteDeclaration<A>, 'summary' | 'description' | 'answer' | 'problems'> & {
  audit: RouteAudit;
};

/**
 * Declares a `POST` by which people change their own second factor. It takes a {@link Proof} that it is the person
 * themselves, which the handler gives to `ProofService`. The rest is declared as with `@Route(…)`.
 * @param path relative to that of the controller
 */
export function ProofRoute<A>(path: string, { problems = [], ...declaration }: ProofDeclaration<A>) {
  return Route<A, Proof, unknown>('POST', path, {
    ...declaration,
    role: 'viewer',
    scope: 'any',
    personal: true,
    mayLackFactor: true,
    mayBeGuessedAt: true,
    body: proofSchema,
    problems: [...problems, ...OF_THE_PROOF],
  });
}
