import { z } from 'zod';
import { answerShapes } from './shapes.js';
import { sentenceSchema } from './sentences/index.js';

/**
 * The stable codes of the API's errors, each with its HTTP status and a title. The answer is
 * `application/problem+json` (RFC 9457). Clients may rely on `code`; `detail` is one sentence for a person.
 */
export const PROBLEMS = {
  invalid_request: { status: 400, title: 'The request is not valid' },
  not_multipart: { status: 400, title: 'The body is not multipart/form-data' },
  missing_field: { status: 400, title: 'A field is missing' },
  unexpected_field: { status: 400, title: 'A field is unknown or comes too late' },
  missing_file: { status: 400, title: 'No file was sent' },
  empty_file: { status: 400, title: 'The file is empty' },
  upload_incomplete: { status: 400, title: 'The upload ended early' },
  invalid_cursor: { status: 400, title: 'The cursor is not one of ours' },
  not_signed_in: { status: 401, title: 'Sign in first' },
  wrong_credentials: { status: 401, title: 'E-mail or password is wrong' },
  not_allowed: { status: 403, title: 'Your role does not allow this' },
  csrf: { status: 403, title: 'The request did not come from our page' },
  not_found: { status: 404, title: 'There is nothing here' },
  account_not_found: { status: 404, title: 'There is no such account' },
  import_not_found: { status: 404, title: 'There is no such import' },
  export_not_found: { status: 404, title: 'There is no such export' },
  connection_not_found: { status: 404, title: 'There is no such connection' },
  author_not_found: { status: 404, title: 'There is nobody with this id' },
  key_not_found: { status: 404, title: 'There is no such key' },
  member_not_found: { status: 404, title: 'There is no such member' },
  invitation_not_found: { status: 404, title: 'There is no such invitation' },
  webhook_not_found: { status: 404, title: 'There is no such webhook' },
  replay_not_found: { status: 404, title: 'There is no such replay' },
  dead_letter_not_found: { status: 404, title: 'There is no such dead letter' },
  tag_change_not_found: { status: 404, title: 'There is no such tag change' },
  campaign_not_found: { status: 404, title: 'There is no such campaign' },
  contact_not_found: { status: 404, title: 'There is no such contact' },
  method_not_allowed: { status: 405, title: 'This cannot be done here' },
  contacts_are_never_deleted: { status: 405, title: 'Contacts are never deleted' },
  upload_too_slow: { status: 408, title: 'The upload stood still' },
  no_active_account: { status: 409, title: 'No active WhatsApp number' },
  too_many_webhooks: { status: 409, title: 'Too many webhooks' },
  replay_under_way: { status: 409, title: 'Such a replay is under way' },
  account_exists: { status: 409, title: 'There is such an account already' },
  last_administrator: { status: 409, title: 'Somebody must remain administrator' },
  email_in_use: { status: 409, title: 'The e-mail address is taken' },
  wrong_state: { status: 409, title: 'The state does not allow this' },
  not_ready: { status: 409, title: 'It is not ready yet' },
  link_not_valid: { status: 410, title: 'The link works no more' },
  expired: { status: 410, title: 'It is no longer kept' },
  revision_mismatch: { status: 412, title: 'Somebody else changed it first' },
  body_too_large: { status: 413, title: 'The request is too large' },
  file_too_large: { status: 413, title: 'The file is too large' },
  unsupported_media_type: { status: 415, title: 'The body has the wrong type' },
  invalid_contact: { status: 422, title: 'The contact cannot be so' },
  upload_in_progress: { status: 409, title: 'The same upload is under way' },
  idempotency_key_reused: { status: 422, title: 'The key was used for another file' },
  segment_without_condition: { status: 422, title: 'The segment needs a tag or a value' },
  empty_audience: { status: 422, title: 'The segment reaches nobody' },
  schedule_in_past: { status: 422, title: 'The time is over' },
  whatsapp_refused: { status: 422, title: 'WhatsApp refused the token' },
  too_many_requests: { status: 429, title: 'Too many requests' },
  too_many_open_imports: { status: 429, title: 'Too many open imports' },
  headers_too_large: { status: 431, title: 'The request headers are too large' },
  internal_error: { status: 500, title: 'Something went wrong on our side' },
  not_configured: { status: 501, title: 'This is not set up here' },
  whatsapp_away: { status: 503, title: 'WhatsApp does not answer' },
  unavailable: { status: 503, title: 'A part of the service is away' },
} as const satisfies Record<string, { status: number; title: string }>;
export type ProblemCode = keyof typeof PROBLEMS;

/** The body of an error answer. `errors` lists the fields that are wrong; `code` is the code of a row error. */
export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.string(),
  detail: z.string(),
  requestId: z.string().optional(),
  errors: z.array(z.object({ field: z.string(), ...sentenceSchema.partial({ code: true }).shape })).optional(),
});
export type Problem = z.infer<typeof problemSchema>;
answerShapes.add(problemSchema, { id: 'Problem', example: problemExample('not_found') });

/** What an answer with this code looks like. */
export function problemExample(code: ProblemCode): Problem {
  const { status, title } = PROBLEMS[code];
  return {
    type: `urn:contacts:problem:${code}`,
    title,
    status,
    code,
    detail: `${title}.`,
    requestId: '0197c5a2-6e1f-4f7e-9a55-3c1d2b7f8e90',
  };
}
