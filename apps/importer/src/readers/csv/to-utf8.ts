import type { TextEncoding } from '#contracts';
import { isUtf8 } from 'node:buffer';
import { StringDecoder } from 'node:string_decoder';
import { TextDecoder } from 'node:util';

/** `utf-8-mended`: the byte order mark or the user says UTF-8, but some bytes are invalid. */
export type Encoding = TextEncoding | 'utf-8-mended';

const BYTE_ORDER_MARKS: { encoding: Encoding; mark: Buffer }[] = [
  { encoding: 'utf-8', mark: Buffer.from([0xef, 0xbb, 0xbf]) },
  { encoding: 'utf-16le', mark: Buffer.from([0xff, 0xfe]) },
  { encoding: 'utf-16be', mark: Buffer.from([0xfe, 0xff]) },
];

/** Replaces invalid bytes in a Unicode text. No cell may contain it, so the row is reported. */
const UNREADABLE = '\uffff';

/** The text is not in the assumed encoding and must be read again from its start. */
export class WrongEncodingError extends Error {
  override name = 'WrongEncodingError';

  /** @param decidedBy the text around the first bytes that are not UTF-8, read as Windows-1252; a part of a cell */
  constructor(
    readonly instead: Encoding,
    readonly decidedBy = '',
  ) {
    super(`the text is not UTF-8; it has to be read as ${instead}`);
  }
}

/** The byte order mark at the start of a file, if it has one. */
export function detectByteOrderMark(head: Buffer): { encoding: Encoding; length: number } | null {
  const found = BYTE_ORDER_MARKS.find(({ mark }) => head.subarray(0, mark.length).equals(mark));
  return found ? { encoding: found.encoding, length: found.mark.length } : null;
}

/**
 * Converts the text of a file to valid UTF-8 without a byte order mark; `head` is the start of the file. Input chunks
 * may split characters; output chunks do not.
 * @param encoding null: from the byte order mark, else UTF-8. A mark is left out in any case.
 * @param isStated whether the user says so; then a text that is said to be UTF-8 is not read as anything else
 * @throws WrongEncodingError at the first bytes that are not UTF-8, after part of the text may have been returned
 */
export async function* toUtf8(
  bytes: AsyncIterable<Buffer>,
  head: Buffer,
  encoding: Encoding | null,
  isStated = false,
): AsyncGenerator<Buffer> {
  const mark = detectByteOrderMark(head);
  const converter = createConverter(encoding ?? mark?.encoding ?? 'utf-8', isStated || mark !== null);
  let toSkip = mark?.length ?? 0;
  for await (const chunk of bytes) {
    const skipped = Math.min(toSkip, chunk.length);
    toSkip -= skipped;
    const text = converter.write(chunk.subarray(skipped));
    if (text.length > 0) yield text;
  }
  const text = converter.end();
  if (text.length > 0) yield text;
}

interface Converter {
  write(bytes: Buffer): Buffer;
  end(): Buffer;
}

/** @param isSure whether the encoding is certain, so that bytes that do not fit are mistakes */
function createConverter(encoding: Encoding, isSure: boolean): Converter {
  switch (encoding) {
    case 'utf-8':
      return strictUtf8(isSure ? 'utf-8-mended' : 'windows-1252');
    case 'utf-8-mended':
      return mending('utf-8');
    case 'windows-1252': {
      const decoder = new TextDecoder('windows-1252');
      return {
        write: (bytes) => Buffer.from(decoder.decode(bytes, { stream: true })),
        end: () => Buffer.from(decoder.decode()),
      };
    }
    case 'utf-16le':
      return utf16((bytes) => bytes);
    case 'utf-16be':
      return utf16((bytes) => Buffer.from(bytes).swap16());
    default:
      return mending(encoding);
  }
}

/** Marks bytes that no text in this encoding has. */
function mending(encoding: TextEncoding): Converter {
  const decoder = new TextDecoder(encoding, { ignoreBOM: true });
  const mend = (text: string): Buffer => Buffer.from(text.replaceAll('\ufffd', UNREADABLE));
  return { write: (bytes) => mend(decoder.decode(bytes, { stream: true })), end: () => mend(decoder.decode()) };
}

/** Passes valid UTF-8 through unchanged. */
function strictUtf8(instead: Encoding): Converter {
  let rest: Buffer = Buffer.alloc(0);
  return {
    write(bytes) {
      const joined = rest.length === 0 ? bytes : Buffer.concat([rest, bytes]);
      const end = endOfWholeCharacters(joined);
      const whole = joined.subarray(0, end);
      if (!isUtf8(whole)) throw new WrongEncodingError(instead, firstNotUtf8(whole));
      rest = joined.subarray(end);
      return whole;
    },
    end() {
      if (rest.length > 0) throw new WrongEncodingError(instead, firstNotUtf8(rest));
      return rest;
    },
  };
}

const MAX_PART_BYTES = 40;
const CELL_ENDS = new Set(Buffer.from(',;|"\t\r\n'));

function firstNotUtf8(bytes: Buffer): string {
  const text = bytes.toString();
  const at = Buffer.byteLength(text.slice(0, Math.max(0, text.indexOf('\ufffd'))));
  let [from, to] = [at, at];
  while (from > 0 && at - from < MAX_PART_BYTES && !CELL_ENDS.has(bytes[from - 1]!)) from--;
  while (to < bytes.length && to - at < MAX_PART_BYTES && !CELL_ENDS.has(bytes[to]!)) to++;
  // Without `stream`, Node.js 20 reads the bytes as ISO 8859-1.
  return new TextDecoder('windows-1252').decode(bytes.subarray(from, to), { stream: true });
}

/** The start of the last character, if that is incomplete; else the end of the bytes. */
function endOfWholeCharacters(bytes: Buffer): number {
  for (let length = 1; length < 4 && length <= bytes.length; length++) {
    const byte = bytes[bytes.length - length]!;
    if (byte < 0x80) break;
    if (byte < 0xc0) continue;
    const wanted = byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
    return wanted > length ? bytes.length - length : bytes.length;
  }
  return bytes.length;
}

/**
 * Unlike TextDecoder, StringDecoder keeps unpaired surrogates, so that they can be distinguished from U+FFFD in the
 * file.
 */
function utf16(toLittleEndian: (bytes: Buffer) => Buffer): Converter {
  const decoder = new StringDecoder('utf16le');
  const HALF = /\p{Surrogate}/gu;
  const encode = (text: string): Buffer => Buffer.from(text.replace(HALF, UNREADABLE));
  let odd: Buffer = Buffer.alloc(0);
  return {
    write(bytes) {
      const joined = odd.length === 0 ? bytes : Buffer.concat([odd, bytes]);
      const even = joined.length - (joined.length % 2);
      odd = joined.subarray(even);
      return encode(decoder.write(toLittleEndian(joined.subarray(0, even))));
    },
    end: () => encode(decoder.end() + (odd.length === 0 ? '' : UNREADABLE)),
  };
}
