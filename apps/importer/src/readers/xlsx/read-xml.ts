import { setImmediate as nextTurn } from 'node:timers/promises';
import { XmlReader, type XmlHandler } from './xml-reader.js';
import { XmlText } from './xml-text.js';
import type { ZipPackage } from './zip-package.js';

/** The limit for parts that are read into memory as a whole, i.e. all except sheets and shared strings. */
const MAX_SMALL_PART = 16 * 1024 * 1024;

/** The size of one step: a millisecond or two. The rows of a step wait in memory until it is done. */
const STEP_BYTES = 64 * 1024;

/** Reads a part in small steps, and yields to the event loop and to its caller after each. */
export async function* readXml(
  chunks: AsyncIterable<Buffer>,
  vocabulary: readonly string[],
  handler: XmlHandler,
): AsyncGenerator<void> {
  const text = new XmlText();
  const reader = new XmlReader(vocabulary, handler);
  for await (const chunk of chunks) {
    for (let from = 0; from < chunk.length; from += STEP_BYTES) {
      reader.write(text.decode(chunk.subarray(from, from + STEP_BYTES)));
      yield;
      await nextTurn();
    }
  }
  reader.write(text.end());
  reader.end();
  yield;
}

/** Reads a part that describes the workbook. */
export async function readSmallPart(
  zip: ZipPackage,
  part: string,
  vocabulary: readonly string[],
  handler: XmlHandler,
): Promise<void> {
  const steps = readXml(zip.read(part, MAX_SMALL_PART), vocabulary, handler);
  while (!(await steps.next()).done);
}
