import type { ImportFormat, TextEncoding } from '#contracts';
import { detectByteOrderMark } from './csv/to-utf8.js';
import { readCsv } from './read-csv.js';
import { readXls } from './read-xls.js';
import { readXlsx } from './read-xlsx.js';
import type { RowReader } from './row-reader.js';

const ZIP = Buffer.from('PK\x03\x04', 'latin1');
const EMPTY_ZIP = Buffer.from('PK\x05\x06', 'latin1');
const COMPOUND_FILE = Buffer.from('d0cf11e0a1b11ae1', 'hex');
const PDF = Buffer.from('%PDF-', 'latin1');

/**
 * The beginnings of web pages, XML, RTF and JSON, which some programs save with the ending of a spreadsheet. No column
 * has such a name.
 */
const MARKUP = /^\s*(<(html|head|body|meta|style|table|div|!doctype|!--|\?xml)|\{\\rtf|\[?\s*\{\s*")/i;
const MARKUP_BYTES = 1024;

/**
 * A file with more control characters than one per this many bytes is not a text. Compressed and binary data have one
 * in nine.
 */
const TEXT_BYTES_PER_CONTROL = 12;

interface Format {
  /** Whether a file has this format, by its first bytes. `encoding`: that of the text, if it is stated. */
  matches: (head: Buffer, encoding?: TextEncoding) => boolean;
  /** File name endings of this format. They do not decide the format; a different ending gives a warning. */
  endings: readonly string[];
  read: RowReader;
}

/**
 * The formats that can be imported, in the order in which they are tried. An encrypted XLSX is a compound file, like
 * XLS, and other zips and compound files also match here. The readers distinguish them.
 */
export const FORMATS: Record<ImportFormat, Format> = {
  xlsx: {
    matches: (head) => startsWith(head, ZIP) || startsWith(head, EMPTY_ZIP),
    endings: ['xlsx', 'xlsm'],
    read: readXlsx,
  },
  xls: { matches: (head) => startsWith(head, COMPOUND_FILE), endings: ['xls'], read: readXls },
  csv: {
    matches: (head, encoding) =>
      !startsWith(head, PDF) && (encoding?.startsWith('utf-16') === true || isText(head)) && !isMarkup(head),
    endings: ['csv', 'txt', 'tsv'],
    read: readCsv,
  },
};

/** @returns null when the file has none of the formats */
export function detectFormat(head: Buffer, encoding?: TextEncoding): ImportFormat | null {
  return formatWhere(({ matches }) => matches(head, encoding));
}

/** The format that the ending of a file name indicates, if any. */
export function formatOfName(fileName: string): ImportFormat | null {
  const ending = fileName.slice(fileName.lastIndexOf('.') + 1).toLowerCase();
  return formatWhere(({ endings }) => endings.includes(ending));
}

function formatWhere(isIt: (format: Format) => boolean): ImportFormat | null {
  return (Object.keys(FORMATS) as ImportFormat[]).find((format) => isIt(FORMATS[format])) ?? null;
}

/** Ignores the byte order mark and, for UTF-16, the zero bytes. */
function isMarkup(head: Buffer): boolean {
  return MARKUP.test(head.toString('latin1', 0, MARKUP_BYTES).replace(/^(\xef\xbb\xbf|\xff\xfe|\xfe\xff)|\0/g, ''));
}

/**
 * A few control characters are errors of their rows. Many of them, or a NUL in the first line, mean that the file is
 * not a text.
 */
function isText(head: Buffer): boolean {
  if (detectByteOrderMark(head)) return true;
  let controls = 0;
  for (const byte of head) if (isControl(byte)) controls++;
  if (controls * TEXT_BYTES_PER_CONTROL > head.length) return false;
  const lineEnd = head.findIndex((byte) => byte === 0x0a || byte === 0x0d);
  return !head.subarray(0, lineEnd === -1 ? head.length : lineEnd).includes(0);
}

/** Control characters except tab, line feed, form feed (which old programs put between pages) and carriage return. */
function isControl(byte: number): boolean {
  return byte < 0x20 ? byte < 0x09 || byte === 0x0b || byte > 0x0d : byte === 0x7f;
}

function startsWith(head: Buffer, start: Buffer): boolean {
  return head.subarray(0, start.length).equals(start);
}
