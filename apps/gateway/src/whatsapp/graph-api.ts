import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '#platform';
import { z } from 'zod';
import { graphErrorOf, GraphError } from './graph-error.js';

const TIMEOUT_MS = 10_000;
const PAGE_SIZE = 100;
/** Far more than the numbers that Meta allows. It stops an endless list. */
const MAX_PAGES = 50;
const FIELDS = 'id,display_phone_number,verified_name,quality_rating,code_verification_status,status';

/** A number as `GET /{waba-id}/phone_numbers` returns it. Older versions lack `status`. */
const numberSchema = z.object({
  id: z.string().regex(/^\d+$/),
  display_phone_number: z.string(),
  verified_name: z.string().optional(),
  code_verification_status: z.string().optional(),
  status: z.string().optional(),
});
export type GraphPhoneNumber = z.infer<typeof numberSchema>;

const pageSchema = z.object({
  data: z.array(numberSchema),
  paging: z
    .object({ cursors: z.object({ after: z.string() }).partial().optional(), next: z.string().optional() })
    .optional(),
});

/** Client of Meta's Graph API, as far as we need it. */
@Injectable()
export class GraphApi {
  constructor(@Inject(CONFIG) private readonly config: Pick<Config, 'GRAPH_API_URL'>) {}

  /**
   * All phone numbers of a WhatsApp business account.
   * @throws GraphError
   */
  async phoneNumbers(businessAccountId: string, token: string): Promise<GraphPhoneNumber[]> {
    const numbers: GraphPhoneNumber[] = [];
    let after: string | undefined;
    for (let pages = 0; pages < MAX_PAGES; pages++) {
      const { data, paging } = await this.page(businessAccountId, token, after);
      numbers.push(...data);
      // The URL of the next page is not used, because it comes from outside and contains the token.
      after = paging?.next === undefined ? undefined : paging.cursors?.after;
      if (after === undefined) return numbers;
    }
    throw new GraphError('unreachable', 'the list does not end');
  }

  private async page(
    businessAccountId: string,
    token: string,
    after: string | undefined,
  ): Promise<z.infer<typeof pageSchema>> {
    const url = new URL(`${this.config.GRAPH_API_URL.replace(/\/$/, '')}/${businessAccountId}/phone_numbers`);
    url.searchParams.set('fields', FIELDS);
    url.searchParams.set('limit', String(PAGE_SIZE));
    if (after !== undefined) url.searchParams.set('after', after);
    let response: Response;
    let body: unknown;
    try {
      response = await fetch(url, {
        headers: { authorization: `Bearer ${token}` },
        redirect: 'error',
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      body = JSON.parse(await response.text());
    } catch (cause) {
      throw new GraphError('unreachable', 'there was no answer that can be read', { cause });
    }
    if (!response.ok) throw graphErrorOf(response, body);
    const parsed = pageSchema.safeParse(body);
    if (!parsed.success)
      throw new GraphError('unreachable', 'the answer is not as documented', { cause: parsed.error });
    return parsed.data;
  }
}
