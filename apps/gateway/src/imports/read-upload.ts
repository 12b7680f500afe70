import type { Multipart, MultipartFile } from '@fastify/multipart';
import { importOptionsSchema, importUploadFieldsSchema, type ImportOptions } from '#contracts';
import { ProblemError } from '#platform';
import type { Principal } from '../access/principal.js';
import { hasRole } from '../access/route-access.js';
import { fieldErrors, zodMessage } from '../http/request-input.js';

/** The form fields before the file. `accountId` is not checked yet. */
export interface UploadFields {
  accountId: string;
  options: ImportOptions;
}

/** @throws ProblemError `not_allowed` for an option that only administrators may state */
export function checkMayState({ role }: Principal, { optOut }: ImportOptions): void {
  if (optOut === 'clear' && !hasRole(role, 'admin')) throw new ProblemError('not_allowed/opt_out');
}

const OPTION_NAMES = Object.keys(importOptionsSchema.shape);
const optionFieldsSchema = importUploadFieldsSchema.omit({ accountId: true });

/**
 * Reads a form: first the fields, then exactly one file. The file is passed on while it still arrives.
 * @param takeFile called once with the fields; must read the stream of the file to its end
 * @throws ProblemError `missing_field`, `missing_file`, `unexpected_field`, `invalid_request`, `upload_incomplete`,
 *   `not_multipart`, and whatever `takeFile` throws
 */
export async function readUpload(
  parts: AsyncIterable<Multipart>,
  takeFile: (fields: UploadFields, file: MultipartFile) => Promise<void>,
): Promise<void> {
  const texts = new Map<string, string>();
  let taken = false;
  for await (const part of readable(parts)) {
    if (taken) throw afterTheFile(part);
    if (part.type === 'file') {
      if (part.fieldname !== 'file')
        throw new ProblemError('unexpected_field/other_name', { with: { name: quoted(part.fieldname) } });
      await takeFile(readFields(texts), part);
      taken = true;
    } else {
      addField(texts, part);
    }
  }
  if (taken) return;
  readFields(texts);
  throw new ProblemError('missing_file');
}

function addField(texts: Map<string, string>, part: Extract<Multipart, { type: 'field' }>): void {
  const { fieldname, value } = part;
  if (fieldname === 'file') throw new ProblemError('missing_file/text');
  if (fieldname !== 'accountId' && !OPTION_NAMES.includes(fieldname)) {
    const known = { name: quoted(fieldname), options: OPTION_NAMES.join(', ') };
    throw new ProblemError('unexpected_field/unknown', { with: known });
  }
  if (texts.has(fieldname)) throw new ProblemError('unexpected_field/twice', { with: { name: quoted(fieldname) } });
  // A part that says it is JSON was parsed.
  texts.set(fieldname, typeof value === 'string' ? value : JSON.stringify(value));
}

/** @throws ProblemError `missing_field`, `invalid_request` */
export function readFields(texts: Map<string, string>): UploadFields {
  const { accountId = '', ...options } = Object.fromEntries(texts);
  if (accountId.trim() === '') throw new ProblemError('missing_field');
  const parsed = optionFieldsSchema.safeParse(options, { error: zodMessage });
  if (parsed.success) return { accountId: accountId.trim(), options: parsed.data };
  throw new ProblemError('invalid_request/option', {
    errors: fieldErrors(parsed.error),
  });
}

/** The parts of the form. Errors of the parser are turned into problems. */
async function* readable(parts: AsyncIterable<Multipart>): AsyncGenerator<Multipart> {
  let begun = false;
  try {
    for await (const part of parts) {
      begun = true;
      yield part;
    }
  } catch (error) {
    throw parserProblem(error, begun);
  }
}

function parserProblem(error: unknown, begun: boolean): ProblemError {
  const { code, message } = error as { code?: string; message?: string };
  if (code === 'FST_PROTO_VIOLATION') return new ProblemError('unexpected_field/bad_name');
  if (code === 'FST_FIELDS_LIMIT' || code === 'FST_FILES_LIMIT' || code === 'FST_PARTS_LIMIT')
    return new ProblemError('unexpected_field/too_many');
  if (!begun || message?.includes('Malformed')) {
    return new ProblemError('not_multipart/malformed', { cause: error });
  }
  return uploadIncomplete(error);
}

/** The body ended before the form was complete. */
export function uploadIncomplete(cause: unknown): ProblemError {
  return new ProblemError('upload_incomplete', { cause });
}

function afterTheFile({ type, fieldname }: Multipart): ProblemError {
  if (type === 'file') return new ProblemError('unexpected_field/second_file');
  return new ProblemError('unexpected_field/late', { with: { name: quoted(fieldname) } });
}

/** A name from the request, shortened for a message. */
function quoted(name: string): string {
  return JSON.stringify(name.slice(0, 40));
}
