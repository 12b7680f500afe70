import http from 'node:http';
import type { AddressInfo } from 'node:net';

export interface StandInNumber {
  id: string;
  display_phone_number: string;
  verified_name: string;
  status: string;
}

/** The error responses that the Graph API documents under "Handle Errors". */
const REFUSALS = {
  expired: [
    400,
    {
      message: 'Error validating access token: Session has expired',
      type: 'OAuthException',
      code: 190,
      error_subcode: 463,
    },
  ],
  forbidden: [400, { message: 'Unsupported get request', type: 'GraphMethodException', code: 100, error_subcode: 33 }],
  limited: [400, { message: '(#80008) There have been too many calls', type: 'OAuthException', code: 80008 }],
  broken: [500, { message: 'An unknown error occurred', type: 'OAuthException', code: 1 }],
} as const;

/**
 * Replaces `GET /{version}/{waba-id}/phone_numbers` of Meta's Graph API over HTTP, with responses in the documented
 * form.
 */
export class GraphApiStandIn {
  numbers: StandInNumber[] = [];
  tokens = new Set(['good-token']);
  refusal: keyof typeof REFUSALS | 'garbage' | null = null;
  pageSize = 2;
  requests: string[] = [];

  private constructor(private readonly server: http.Server) {
    server.on('request', (request: http.IncomingMessage, response: http.ServerResponse) =>
      this.answer(request, response),
    );
  }

  static async start(): Promise<GraphApiStandIn> {
    const server = http.createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new GraphApiStandIn(server);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/v23.0`;
  }

  stop(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  private answer(request: http.IncomingMessage, response: http.ServerResponse): void {
    const url = new URL(request.url!, this.url);
    this.requests.push(url.pathname + url.search);
    const refusal =
      this.refusal ??
      (this.tokens.has(request.headers.authorization?.slice('Bearer '.length) ?? '') ? null : 'expired');
    if (refusal === 'garbage') {
      response.end('<html>');
      return;
    }
    if (refusal) {
      const [status, error] = REFUSALS[refusal];
      response.writeHead(status, {
        'content-type': 'application/json',
        ...(refusal === 'limited' && {
          'x-business-use-case-usage': JSON.stringify({
            '1': [{ type: 'whatsapp', call_count: 100, estimated_time_to_regain_access: 2 }],
          }),
        }),
      });
      response.end(JSON.stringify({ error: { ...error, fbtrace_id: 'Az8or2yhqkZfEZ' } }));
      return;
    }
    const from = Number(Buffer.from(url.searchParams.get('after') ?? '', 'base64').toString() || 0);
    const to = from + this.pageSize;
    const after = Buffer.from(String(to)).toString('base64');
    const data = this.numbers
      .slice(from, to)
      .map((number) => ({ ...number, quality_rating: 'GREEN', code_verification_status: 'VERIFIED' }));
    const paging = {
      cursors: { before: Buffer.from(String(from)).toString('base64'), after },
      ...(to < this.numbers.length && { next: `${url.origin}${url.pathname}?after=${after}&access_token=leaked` }),
    };
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ data, paging }));
  }
}
