import { UserError } from '#terminal';
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pipeline as piped, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { backupManifestSchema, FORMAT, type BackupFile, type BackupManifest } from './backup-manifest.js';

const MANIFEST = 'manifest.json';
/** Small pieces are written together. */
const PIECE_BYTES = 64 * 1024;

/** The files of a backup. It is whole if it has its manifest, which is written last. */
export class BackupFolder {
  constructor(private readonly folder: string) {}

  /** @throws UserError when something is in the folder already */
  async begin(): Promise<void> {
    await mkdir(path.join(this.folder, 'objects'), { recursive: true, mode: 0o700 }).catch((cause: unknown) => {
      throw new UserError(`The folder ${this.folder} cannot be made: ${(cause as Error).message}`, { cause });
    });
    if ((await readdir(this.folder)).length > 1)
      throw new UserError(`The folder ${this.folder} is not empty. Name one that is empty, or does not exist yet.`);
  }

  has(name: string): boolean {
    return existsSync(this.pathOf(name));
  }

  /** Writes a new file to the disk, compressed if its name ends with `.gz`. Only its owner may read it. */
  async write(name: string, pieces: AsyncIterable<Buffer>): Promise<BackupFile> {
    const hash = createHash('sha256');
    let bytes = 0;
    const measure = async function* (source: AsyncIterable<Buffer>) {
      for await (const piece of source) {
        hash.update(piece);
        bytes += piece.length;
        yield piece;
      }
    };
    const source = together(pieces);
    const file = createWriteStream(this.pathOf(name), { flags: 'wx', mode: 0o600, flush: true });
    await (name.endsWith('.gz') ? pipeline(source, createGzip(), measure, file) : pipeline(source, measure, file));
    return { bytes, sha256: hash.digest('hex') };
  }

  /** The content of a file, decompressed if its name ends with `.gz`. */
  read(name: string): Readable {
    const file = createReadStream(this.pathOf(name));
    return name.endsWith('.gz') ? piped(file, createGunzip(), () => undefined) : file;
  }

  /** @throws UserError when a file is missing, or is not what was written */
  async check(name: string, expected: BackupFile): Promise<void> {
    if (!this.has(name)) throw new UserError(`The backup is damaged: ${name} is missing. Nothing was restored.`);
    const hash = createHash('sha256');
    for await (const piece of createReadStream(this.pathOf(name))) hash.update(piece as Buffer);
    if (hash.digest('hex') !== expected.sha256)
      throw new UserError(`The backup is damaged: ${name} is not what was written. Nothing was restored.`);
  }

  async finish(manifest: BackupManifest): Promise<void> {
    const part = this.pathOf(`${MANIFEST}.part`);
    await writeFile(part, `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600, flush: true });
    await rename(part, this.pathOf(MANIFEST));
  }

  /** @throws UserError when the backup is not whole, or has a format that this build does not know */
  async manifest(): Promise<BackupManifest> {
    const text = await readFile(this.pathOf(MANIFEST), 'utf8').catch((cause: unknown) => {
      throw new UserError(`${this.folder} is not a whole backup: it has no ${MANIFEST}.`, { cause });
    });
    try {
      const manifest = JSON.parse(text) as Partial<BackupManifest>;
      if ((manifest.format ?? 0) > FORMAT) return manifest as BackupManifest;
      return backupManifestSchema.parse(manifest);
    } catch (cause) {
      throw new UserError(`The backup is damaged: ${MANIFEST} cannot be read. Nothing was restored.`, { cause });
    }
  }

  private pathOf(name: string): string {
    return path.join(this.folder, name);
  }
}

export function fileOfCollection(collection: string): string {
  return `${collection}.bson.gz`;
}

/** Every object is a file below `objects`, whatever its key is. */
export function fileOfObject(key: string): string {
  return `objects/${encodeURIComponent(key)}`;
}

async function* together(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let gathered: Buffer[] = [];
  let bytes = 0;
  for await (const piece of pieces) {
    gathered.push(piece);
    bytes += piece.length;
    if (bytes < PIECE_BYTES) continue;
    yield Buffer.concat(gathered);
    gathered = [];
    bytes = 0;
  }
  yield Buffer.concat(gathered);
}
