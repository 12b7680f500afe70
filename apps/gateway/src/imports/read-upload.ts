import type { Multipart, MultipartFile } from '@fastify/multipart';
import { importOptionsSchema, type ImportOptions } from '#contracts';
import { ProblemError } from '#platform';
import { fieldErrors } from '../http/request-input.js';

/** What an upload says before its file. `accountId` is not checked yet. */
export interface UploadFields {
  accountId: string;
  options: ImportOptions;
}

const OPTION_NAMES = Object.keys(importOptionsSchema.shape);

/**
 * Reads a form: the fields, then one file, then nothing. The file is handed on while it still arrives.
 * @param takeFile called once, with the fields that came before; must read the file's stream to its end
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
        throw unexpected(`Send the file in the field "file", not ${quoted(part.fieldname)}.`);
      await takeFile(readFields(texts), part);
      taken = true;
    } else {
      addField(texts, part);
    }
  }
  if (taken) return;
  readFields(texts);
  throw new ProblemError('missing_file', 'Send a CSV, XLSX or XLS file in the field "file", after the other fields.');
}

function addField(texts: Map<string, string>, part: Extract<Multipart, { type: 'field' }>): void {
  const { fieldname, value } = part;
  if (fieldname === 'file')
    throw new ProblemError('missing_file', 'The field "file" is text: send it as a file, with a file name.');
  if (fieldname !== 'accountId' && !OPTION_NAMES.includes(fieldname)) {
    throw unexpected(`${quoted(fieldname)} is unknown; there are accountId, ${OPTION_NAMES.join(', ')} and file.`);
  }
  if (texts.has(fieldname)) throw unexpected(`${quoted(fieldname)} is there twice.`);
  texts.set(fieldname, String(value));
}

function readFields(texts: Map<string, string>): UploadFields {
  const { accountId = '', ...options } = Object.fromEntries(texts);
  if (accountId.trim() === '') throw new ProblemError('missing_field', 'Send accountId, before the file.');
  const parsed = importOptionsSchema.safeParse(options);
  if (parsed.success) return { accountId: accountId.trim(), options: parsed.data };
  throw new ProblemError('invalid_request', 'An option is not as it should be: see errors.', {
    errors: fieldErrors(parsed.error),
  });
}

/** The parts, with the parser's own errors in our words. */
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
  if (code === 'FST_PROTO_VIOLATION') return unexpected('A field has a name that cannot be one.');
  if (code === 'FST_FIELDS_LIMIT' || code === 'FST_FILES_LIMIT' || code === 'FST_PARTS_LIMIT')
    return unexpected('There are too many fields.');
  if (!begun || message?.includes('Malformed')) {
    return new ProblemError('not_multipart', 'The body is not well-formed multipart/form-data.', { cause: error });
  }
  return uploadIncomplete(error);
}

/** The body ended before the form did. */
export function uploadIncomplete(cause: unknown): ProblemError {
  return new ProblemError('upload_incomplete', 'The upload ended before the file did: send it again.', { cause });
}

function afterTheFile({ type, fieldname }: Multipart): ProblemError {
  if (type === 'file') return unexpected('There is a second file: send one at a time.');
  return unexpected(`${quoted(fieldname)} comes after the file: send all fields first.`);
}

function unexpected(detail: string): ProblemError {
  return new ProblemError('unexpected_field', detail);
}

/** A name from outside, short enough for a sentence. */
function quoted(name: string): string {
  return JSON.stringify(name.slice(0, 40));
}
