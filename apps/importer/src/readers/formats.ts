import type { ImportFormat } from '#contracts';
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
 * How web pages, XML, RTF and JSON begin, which programs save under the name of a spreadsheet. Nobody names a column so.
 */
const MARKUP = /^\s*(<(html|head|body|meta|style|table|div|!doctype|!--|\?xml)|\{\\rtf|\[?\s*\{\s*")/i;
const MARKUP_BYTES = 1024;

/** More control characters than one byte in so many is no text: compressed and binary data have one in nine. */
const TEXT_BYTES_PER_CONTROL = 12;

interface Format {
  /** Whether a file is of this format, by its first bytes. */
  matches: (head: Buffer) => boolean;
  /** Endings that names of such files have. They decide nothing; a name that says otherwise is worth a warning. */
  endings: readonly string[];
  read: RowReader;
}

/**
 * The formats that can be imported, in the order in which they are tried. An encrypted XLSX is a compound file, as XLS is,
 * and other zips and compound files look the same from here: their readers tell.
 */
export const FORMATS: Record<ImportFormat, Format> = {
  xlsx: {
    matches: (head) => startsWith(head, ZIP) || startsWith(head, EMPTY_ZIP),
    endings: ['xlsx', 'xlsm'],
    read: readXlsx,
  },
  xls: { matches: (head) => startsWith(head, COMPOUND_FILE), endings: ['xls'], read: readXls },
  csv: {
    matches: (head) => !startsWith(head, PDF) && isText(head) && !isMarkup(head),
    endings: ['csv', 'txt', 'tsv'],
    read: readCsv,
  },
};

/** @returns null when the file is of none of the formats */
export function detectFormat(head: Buffer): ImportFormat | null {
  return formatWhere(({ matches }) => matches(head));
}

/** The format that the ending of a file's name stands for, if any. */
export function formatOfName(fileName: string): ImportFormat | null {
  const ending = fileName.slice(fileName.lastIndexOf('.') + 1).toLowerCase();
  return formatWhere(({ endings }) => endings.includes(ending));
}

function formatWhere(isIt: (format: Format) => boolean): ImportFormat | null {
  return (Object.keys(FORMATS) as ImportFormat[]).find((format) => isIt(FORMATS[format])) ?? null;
}

/** Without the byte order mark, and without every other byte of UTF-16. */
function isMarkup(head: Buffer): boolean {
  return MARKUP.test(head.toString('latin1', 0, MARKUP_BYTES).replace(/^(\xef\xbb\xbf|\xff\xfe|\xfe\xff)|\0/g, ''));
}

/** A stray control character is an error of its row; many of them, or a NUL in the first line, are no text at all. */
function isText(head: Buffer): boolean {
  if (detectByteOrderMark(head)) return true;
  let controls = 0;
  for (const byte of head) if (isControl(byte)) controls++;
  if (controls * TEXT_BYTES_PER_CONTROL > head.length) return false;
  const lineEnd = head.findIndex((byte) => byte === 0x0a || byte === 0x0d);
  return !head.subarray(0, lineEnd === -1 ? head.length : lineEnd).includes(0);
}

/** Control characters but tab, line feed, form feed (which old programs put between pages) and carriage return. */
function isControl(byte: number): boolean {
  return byte < 0x20 ? byte < 0x09 || byte === 0x0b || byte > 0x0d : byte === 0x7f;
}

function startsWith(head: Buffer, start: Buffer): boolean {
  return head.subarray(0, start.length).equals(start);
}
