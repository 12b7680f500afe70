import { z } from 'zod';

const statusSchema = z.object({
  data: z.object({
    status: z.enum(['none', 'importing', 'stopping', 'finished', 'failed']),
    total: z.number().int(),
    imported: z.number().int(),
  }),
});
/** What listmonk says about its only import. `imported` grows by ten thousand. */
export type ImportStatus = z.infer<typeof statusSchema>['data'];

/** @throws when it is not the answer to a question about the import */
export function readStatus(answer: unknown): ImportStatus {
  return statusSchema.parse(answer).data;
}

const listSchema = z.object({ data: z.object({ id: z.number().int().positive() }) });

/** The id of the list that was made. @throws when the answer has none */
export function readListId(answer: unknown): number {
  return listSchema.parse(answer).data.id;
}

/** The token of the API user that the installation has printed. @throws when it has printed none */
export function readToken(lines: readonly string[]): string {
  for (const line of lines) {
    const found = /LISTMONK_ADMIN_API_TOKEN="([^"]+)"/.exec(line);
    if (found) return found[1]!;
  }
  throw new Error('listmonk made no token for the API; versions before 5 cannot be measured');
}

/** `v6.2.0` out of `v6.2.0 (#abc 2026-06-26T10:18:17+0000)`; without a version, what it says. */
export function readVersion(lines: readonly string[]): string {
  const said = lines.at(-1)?.trim() ?? '';
  return /^v?\d[^\s]*/.exec(said)?.[0] ?? (said || 'of unknown version');
}
