import { StringDecoder } from 'node:string_decoder';
import { TextDecoder } from 'node:util';

/** `utf-8-mended`: the byte order mark says UTF-8, but not all of it is. */
export type Encoding = 'utf-8' | 'utf-8-mended' | 'utf-16le' | 'utf-16be' | 'windows-1252';

const BYTE_ORDER_MARKS: { encoding: Encoding; mark: Buffer }[] = [
  { encoding: 'utf-8', mark: Buffer.from([0xef, 0xbb, 0xbf]) },
  { encoding: 'utf-16le', mark: Buffer.from([0xff, 0xfe]) },
  { encoding: 'utf-16be', mark: Buffer.from([0xfe, 0xff]) },
];

/** Stands for bytes that mean nothing in a text marked as UTF-8. No cell may hold it, so its row is reported. */
const UNREADABLE = '\uffff';

/** The text turned out not to be in the encoding it was read in; it has to be read again from its start. */
export class WrongEncodingError extends Error {
  override name = 'WrongEncodingError';

  constructor(readonly instead: Encoding) {
    super(`the text is not UTF-8; it has to be read as ${instead}`);
  }
}

/** The byte order mark that a file starts with, if it has one. */
export function detectByteOrderMark(head: Buffer): { encoding: Encoding; length: number } | null {
  const found = BYTE_ORDER_MARKS.find(({ mark }) => head.subarray(0, mark.length).equals(mark));
  return found ? { encoding: found.encoding, length: found.mark.length } : null;
}

/**
 * Decodes a file that `head` is the start of, without its byte order mark. Characters may be split anywhere.
 * @param encoding null: what the byte order mark says, else UTF-8
 * @throws WrongEncodingError at the first bytes that are not UTF-8, though part of the text was given out already
 */
export async function* decodeText(
  bytes: AsyncIterable<Buffer>,
  head: Buffer,
  encoding: Encoding | null,
): AsyncGenerator<string> {
  const mark = detectByteOrderMark(head);
  const decoder = createDecoder(encoding ?? mark?.encoding ?? 'utf-8', mark !== null);
  let toSkip = mark?.length ?? 0;
  for await (const chunk of bytes) {
    const skipped = Math.min(toSkip, chunk.length);
    toSkip -= skipped;
    const text = decoder.write(chunk.subarray(skipped));
    if (text !== '') yield text;
  }
  const text = decoder.end();
  if (text !== '') yield text;
}

interface Decoder {
  write(bytes: Buffer): string;
  end(): string;
}

function createDecoder(encoding: Encoding, isMarked: boolean): Decoder {
  switch (encoding) {
    case 'utf-8':
      return strictUtf8(isMarked ? 'utf-8-mended' : 'windows-1252');
    case 'utf-8-mended':
      return mendedUtf8();
    case 'windows-1252':
      return streaming(new TextDecoder('windows-1252'));
    case 'utf-16le':
      return utf16((bytes) => bytes);
    case 'utf-16be':
      return utf16((bytes) => Buffer.from(bytes).swap16());
  }
}

function streaming(decoder: TextDecoder): Decoder {
  return { write: (bytes) => decoder.decode(bytes, { stream: true }), end: () => decoder.decode() };
}

function strictUtf8(instead: Encoding): Decoder {
  const decoder = streaming(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }));
  const orElse = (decode: () => string): string => {
    try {
      return decode();
    } catch (error) {
      if ((error as { code?: unknown }).code === 'ERR_ENCODING_INVALID_ENCODED_DATA')
        throw new WrongEncodingError(instead);
      throw error;
    }
  };
  return { write: (bytes) => orElse(() => decoder.write(bytes)), end: () => orElse(() => decoder.end()) };
}

function mendedUtf8(): Decoder {
  const decoder = streaming(new TextDecoder('utf-8', { ignoreBOM: true }));
  const mark = (text: string): string => text.replaceAll('\ufffd', UNREADABLE);
  return { write: (bytes) => mark(decoder.write(bytes)), end: () => mark(decoder.end()) };
}

/** Unlike TextDecoder, StringDecoder keeps halves of characters, and the row is then refused for them. */
function utf16(toLittleEndian: (bytes: Buffer) => Buffer): Decoder {
  const decoder = new StringDecoder('utf16le');
  let odd: Buffer = Buffer.alloc(0);
  return {
    write(bytes) {
      const joined = odd.length === 0 ? bytes : Buffer.concat([odd, bytes]);
      const even = joined.length - (joined.length % 2);
      odd = joined.subarray(even);
      return decoder.write(toLittleEndian(joined.subarray(0, even)));
    },
    end: () => decoder.end() + (odd.length === 0 ? '' : UNREADABLE),
  };
}
