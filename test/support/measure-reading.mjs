/**
 * Reads a file like the importer, in a separate process, so that its memory can be measured: `node
 * test/support/measure-reading.mjs FILE` prints a line of JSON. Needs a compiled dist/.
 */
import { createReadStream, readFileSync, statSync } from 'node:fs';
import { defaultLimits } from '../../dist/libs/contracts/src/index.js';
import { detectFormat, FORMATS } from '../../dist/apps/importer/src/readers/formats.js';
import { FileRefusedError, HEAD_BYTES } from '../../dist/apps/importer/src/readers/row-reader.js';

const MEGABYTE = 1024 * 1024;

const [name] = process.argv.slice(2);
const file = {
  size: statSync(name).size,
  head: readFileSync(name).subarray(0, HEAD_BYTES),
  read: async (start = 0, to = Infinity) => createReadStream(name, { start, end: to - 1 }),
};
const result = { rows: 0, last: null, refusal: null, warnings: [] };
let bytes = 0;
// Not resourceUsage().maxRSS, because a process inherits that from its parent.
const look = () => (bytes = Math.max(bytes, process.memoryUsage.rss()));
setInterval(look, 2).unref();
try {
  const context = { limits: defaultLimits, warn: ({ code }) => result.warnings.push(code) };
  for await (const batch of FORMATS[detectFormat(file.head)].read(file, context)) {
    result.rows += batch.length;
    result.last = [...batch].at(-1)?.cells.slice(0, 10) ?? result.last;
  }
} catch (error) {
  if (!(error instanceof FileRefusedError)) throw error;
  result.refusal = error.refusal.code;
}
look();
console.log(JSON.stringify({ ...result, megabytes: bytes / MEGABYTE }));
