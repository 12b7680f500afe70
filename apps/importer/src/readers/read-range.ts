import type { SourceFile } from './row-reader.js';

/** The bytes of a file from `start` up to, but not including, `end`; fewer when the file ends earlier. */
export async function* readRange(file: SourceFile, start: number, end: number): AsyncGenerator<Buffer> {
  if (start >= end) return;
  const source = await file.read(start, end);
  let left = end - start;
  try {
    for await (const chunk of source as AsyncIterable<Buffer>) {
      yield chunk.length > left ? chunk.subarray(0, left) : chunk;
      left -= chunk.length;
      if (left <= 0) return;
    }
  } finally {
    source.destroy();
  }
}

/** Like {@link readRange}, but returns one buffer; for small ranges. */
export async function readBytes(file: SourceFile, start: number, end: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of readRange(file, start, end)) chunks.push(chunk);
  return Buffer.concat(chunks);
}
