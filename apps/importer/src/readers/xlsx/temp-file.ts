import { randomUUID } from 'node:crypto';
import { readSync } from 'node:fs';
import { open, unlink, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A temporary file that only this process can open, and that disappears with it however it ends. */
export class TempFile {
  size = 0;

  private constructor(private readonly handle: FileHandle) {}

  static async create(): Promise<TempFile> {
    const name = path.join(tmpdir(), `contacts-${randomUUID()}`);
    const handle = await open(name, 'wx+', 0o600);
    await unlink(name);
    return new TempFile(handle);
  }

  async append(bytes: Buffer): Promise<void> {
    await this.handle.writeFile(bytes);
    this.size += bytes.length;
  }

  /** Reads a piece that was written earlier and is most likely still in the system's cache. */
  read(position: number, length: number): Buffer {
    const bytes = Buffer.allocUnsafe(length);
    for (let read = 0; read < length;) {
      const count = readSync(this.handle.fd, bytes, read, length - read, position + read);
      if (count === 0) throw new Error('the temporary file is shorter than what was written to it');
      read += count;
    }
    return bytes;
  }

  async close(): Promise<void> {
    await this.handle.close();
  }
}
