import { createHash } from 'node:crypto';
import { createReadStream, mkdirSync, openAsBlob, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { ApiFailure, beginUpload, sendPieces, type ApiClient } from '#api-client';
import { UPLOAD_PART_BYTES, type ImportOptions } from '#contracts';
import type { Report } from '#terminal';

/**
 * Uploads a file: in one request if it is small, else in pieces. When the command was ended before, it goes on with what
 * has arrived of the same file for the same account with the same options.
 * @returns the id of the import
 */
export async function uploadFile(
  { api, account }: { api: ApiClient; account: string },
  file: string,
  options: Partial<ImportOptions>,
  report: Report,
): Promise<string> {
  const content = await openAsBlob(file);
  const fileName = path.basename(file);
  if (content.size <= UPLOAD_PART_BYTES) return (await api.upload(account, content, { fileName, ...options })).id;
  const sha256 = await hashOf(file);
  const note = new Note(JSON.stringify([account, fileName, sha256, options]));
  const begin = async (): Promise<string> => {
    const id = await beginUpload(api, account, { size: content.size, sha256, fileName, ...options });
    note.write(id);
    return id;
  };
  const task = report.task(`Uploading ${fileName}`);
  const send = (id: string): Promise<string> =>
    sendPieces(api, id, content, (stored) => task.note(`${Math.floor((100 * stored) / content.size)} %`));
  try {
    const before = note.read();
    const importId = before
      ? await send(before).catch(async (error: unknown) => {
          // It was kept too long.
          if (!(error instanceof ApiFailure) || error.status !== 404) throw error;
          return send(await begin());
        })
      : await send(await begin());
    note.remove();
    return importId;
  } finally {
    task.done();
  }
}

/** The id of an upload that is under way, in the folder for what a user's programs may lose. */
class Note {
  private readonly file: string;

  /** @param what what the upload is: another one has another note */
  constructor(what: string) {
    const folder = path.join(process.env.XDG_CACHE_HOME ?? path.join(homedir(), '.cache'), 'contacts-uploads');
    this.file = path.join(folder, createHash('sha256').update(what).digest('hex'));
  }

  read(): string | null {
    try {
      return readFileSync(this.file, 'utf8');
    } catch {
      return null;
    }
  }

  /** Without it, the upload is only not gone on with. */
  write(id: string): void {
    try {
      mkdirSync(path.dirname(this.file), { recursive: true });
      writeFileSync(this.file, id);
    } catch {
      // The folder cannot be written.
    }
  }

  remove(): void {
    rmSync(this.file, { force: true });
  }
}

async function hashOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}
