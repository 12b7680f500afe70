import { z } from 'zod';

export type GraphFault = 'token_expired' | 'not_permitted' | 'rate_limited' | 'unreachable';

/** Why a request to Meta failed. */
export class GraphError extends Error {
  override name = 'GraphError';

  constructor(
    readonly fault: GraphFault,
    message: string,
    options: ErrorOptions & { retryAfterSeconds?: number } = {},
  ) {
    super(message, options);
    this.retryAfterSeconds = options.retryAfterSeconds ?? null;
  }

  readonly retryAfterSeconds: number | null;
}

/** Codes as documented under "Error Codes" of the WhatsApp Cloud API and "Rate Limits" of the Graph API. */
const RATE_CODES = new Set([4, 17, 32, 613, 80007, 80008, 130429]);
const TOKEN_CODES = new Set([0, 102, 190]);
const DEFAULT_RETRY_SECONDS = 300;

const bodySchema = z.object({ error: z.object({ code: z.number() }) });
const usageSchema = z.record(z.string(), z.array(z.object({ estimated_time_to_regain_access: z.number().optional() })));

/** Interprets an error response. Its code says more than its HTTP status. */
export function graphErrorOf({ status, headers }: Pick<Response, 'status' | 'headers'>, body: unknown): GraphError {
  const code = bodySchema.safeParse(body).data?.error.code;
  const text = `Meta answered ${status}, code ${code ?? 'none'}`;
  if (status === 429 || (code !== undefined && RATE_CODES.has(code)))
    return new GraphError('rate_limited', text, { retryAfterSeconds: retryAfter(headers) });
  if (status === 401 || (code !== undefined && TOKEN_CODES.has(code))) return new GraphError('token_expired', text);
  return new GraphError(status >= 500 ? 'unreachable' : 'not_permitted', text);
}

/** In seconds: `Retry-After`, else the longest wait in `X-Business-Use-Case-Usage`, which is in minutes. */
function retryAfter(headers: Headers): number {
  const seconds = Number(headers.get('retry-after') ?? Number.NaN);
  if (seconds > 0) return Math.ceil(seconds);
  const usage = usageSchema.safeParse(parse(headers.get('x-business-use-case-usage')));
  const minutes = Object.values(usage.data ?? {})
    .flat()
    .map(({ estimated_time_to_regain_access = 0 }) => estimated_time_to_regain_access);
  return Math.max(0, ...minutes) * 60 || DEFAULT_RETRY_SECONDS;
}

function parse(text: string | null): unknown {
  try {
    return JSON.parse(text ?? '') as unknown;
  } catch {
    return null;
  }
}
