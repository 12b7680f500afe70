import { inflateRawSync } from 'node:zlib';
import type { Random } from '../../chaos/random.js';
import { zipBytes, type ZipEntry } from '../support/zip-bytes.js';
import { mutateXls } from './biff-mutations.js';
import { mutateXml } from './xml-mutations.js';

const ZIP = Buffer.from('PK', 'latin1');
const COMPOUND_FILE = Buffer.from('d0cf11e0', 'hex');

/** Pieces that mean something to a reader. */
const TEXTS = [
  ...[
    '"',
    '""',
    '\n',
    '\r',
    '\r\n',
    ',',
    ';',
    '\t',
    'sep=;\n',
    '\0',
    '\x1e',
    '\x1f',
    '\ufeff',
    '\u2028',
    '=1+1',
    '😀',
    'é',
  ],
  ...[
    'id',
    'name',
    '+34 600 111 222',
    '0034600111222',
    '34600111222',
    '3.46E+10',
    '<row r="1">',
    '</row>',
    '<c t="s">',
  ],
  ...[
    '<v>',
    '</v>',
    '<is><t>',
    '&#0;',
    '&#x1F;',
    '&amp;',
    '_x000D_',
    '_x0000_',
    '<![CDATA[',
    ']]>',
    '<!--',
    '<!DOCTYPE x>',
  ],
  ...[
    '1e999',
    '-1',
    '999999999999',
    'XFD1048576',
    'r="0"',
    't="d"',
    'xml:space="preserve"',
    'PK\x01\x02',
    'PK\x05\x06',
  ],
].map((text) => Buffer.from(text));
const BAD_BYTES = [
  'ff',
  'fe',
  '80',
  'c0af',
  'eda080',
  'f48fbfbf',
  'f8888080',
  'fffe',
  'feff',
  '0000',
  'ffffffff',
  '7fffffff',
].map((hex) => Buffer.from(hex, 'hex'));
const MOST_MUTATIONS = 8;
const LARGEST = 512 * 1024;

/**
 * The same file, with some places changed: mostly inside of what a zip or a compound file holds, so that a reader comes to
 * it.
 */
export function mutate(bytes: Buffer, others: readonly Buffer[], random: Random): Buffer {
  const entries = startsWith(bytes, ZIP) ? entriesOf(bytes) : [];
  if (entries.length > 0 && random.chance(0.9)) return mutateZip(entries, others, random);
  const workbook = startsWith(bytes, COMPOUND_FILE) && random.chance(0.9) ? mutateXls(bytes, others, random) : null;
  if (workbook) return random.chance(0.05) ? mutateBytes(workbook, others, random) : workbook;
  return mutateBytes(bytes, others, random);
}

function mutateZip(entries: ZipEntry[], others: readonly Buffer[], random: Random): Buffer {
  let changed = entries.map((entry) => ({ ...entry }));
  // Without its relationships, a reader does not find the rest.
  const inner = changed.filter(({ name }) => /sheet\d*\.xml$|sharedStrings|styles/.test(name));
  for (let times = random.pick([0, 1, 1, 1, 1, 2, 3]); times > 0; times--) {
    const entry = random.pick(random.chance(0.7) && inner.length > 0 ? inner : changed);
    entry.content = mutateContent(entry, others, random);
  }
  if (random.chance(0.15)) changed = random.pick(ZIP_MUTATIONS)(changed, others, random);
  const zip = zipBytes(changed, random.chance(0.03) ? { says: { entries: random.int(0, 0xffff) } } : {});
  return random.chance(0.05) ? mutateBytes(zip, others, random) : zip;
}

function mutateContent({ name, content }: ZipEntry, others: readonly Buffer[], random: Random): Buffer {
  const bytes = Buffer.from(content);
  if (/\.(xml|rels)$/.test(name) && random.chance(0.9)) return Buffer.from(mutateXml(bytes.toString(), random));
  return mutateBytes(bytes, others, random);
}

type ZipMutation = (entries: ZipEntry[], others: readonly Buffer[], random: Random) => ZipEntry[];

/** What is wrong with the zip itself. */
const ZIP_MUTATIONS: ZipMutation[] = [
  (entries, _, random) => {
    const gone = random.pick(entries);
    return entries.length > 1 ? entries.filter((entry) => entry !== gone) : entries;
  },
  (entries, _, random) => [...entries, { ...random.pick(entries) }],
  (entries, others, random) => [...entries, { ...random.pick(entries), content: random.pick(others) }],
  // Two change their names, or one gets that of another.
  (entries, _, random) => {
    const [one, two] = [random.pick(entries), random.pick(entries)];
    [one.name, two.name] = random.chance(0.5) ? [two.name, one.name] : [two.name, two.name];
    return entries;
  },
  onOne((entry, random) => {
    const { name } = entry;
    const slashes = [`/${name}`, `../${name}`, name.replaceAll('/', '\\'), `${name}/`];
    entry.name = random.pick([name.toUpperCase(), ...slashes, `${name}\0`, '', 'x'.repeat(65_535)]);
  }),
  onOne((entry, random, others) => {
    entry.name = mutateBytes(Buffer.from(entry.name), others, random).toString().slice(0, 1_000);
  }),
  onOne((entry, random) => {
    const size = Buffer.byteLength(entry.content);
    entry.says = { size: random.pick([0, 1, size - 1, size + 1, 2 ** 31 - 1, 2 ** 32 - 1].filter((one) => one >= 0)) };
  }),
  onOne((entry, random) => {
    entry.says = { crc: random.int(0, 2 ** 31 - 1), packedSize: random.pick([0, 1, 2 ** 31 - 1, 2 ** 32 - 1]) };
  }),
  onOne((entry, random) => {
    entry.says = { offset: random.pick([0, 1, 30, 2 ** 31 - 1, 2 ** 32 - 1]) };
  }),
  onOne((entry, random) => {
    entry.method = random.pick([0, 1, 8, 9, 12, 14, 93, 99]);
  }),
  // Encrypted, with its sizes behind it, with a name in another character set …
  onOne((entry, random) => {
    entry.flags = random.pick([0, 1, 8, 0x41, 0x800, 0x808, 0x2001, 0xffff]);
  }),
  onOne((entry) => {
    entry.isStored = true;
  }),
];

function onOne(change: (entry: ZipEntry, random: Random, others: readonly Buffer[]) => void): ZipMutation {
  return (entries, others, random) => {
    change(random.pick(entries), random, others);
    return entries;
  };
}

function mutateBytes(bytes: Buffer, others: readonly Buffer[], random: Random): Buffer {
  let changed = Buffer.from(bytes);
  for (let times = random.int(1, MOST_MUTATIONS); times > 0; times--) changed = mutateOnce(changed, others, random);
  return changed.subarray(0, LARGEST);
}

function mutateOnce(bytes: Buffer, others: readonly Buffer[], random: Random): Buffer<ArrayBuffer> {
  const at = random.int(0, bytes.length);
  const to = Math.min(bytes.length, at + random.int(0, random.chance(0.1) ? 4096 : 16));
  const put = (piece: Uint8Array, until = at): Buffer<ArrayBuffer> =>
    Buffer.concat([bytes.subarray(0, at), piece, bytes.subarray(until)]);
  switch (random.int(0, 8)) {
    case 0:
      return put(Buffer.from([random.int(0, 255)]), at + 1);
    case 1:
      return put(random.pick(TEXTS));
    case 2:
      return put(random.pick(TEXTS), to);
    case 3:
      return put(random.pick(BAD_BYTES), at + random.int(0, 4));
    case 4:
      return put(Buffer.alloc(0), to);
    case 5:
      return put(bytes.subarray(at, to));
    case 6:
      return Buffer.from(bytes.subarray(0, at));
    case 7: {
      const other = random.pick(others);
      const from = random.int(0, other.length);
      return put(other.subarray(from, from + random.int(0, 200)));
    }
    default:
      return put(Buffer.from([bytes[at] === undefined ? 0 : bytes[at] ^ (1 << random.int(0, 7))]), at + 1);
  }
}

/** The entries of a zip as ordinary programs write them; none if it is another, or damaged. */
export function entriesOf(zip: Buffer): ZipEntry[] {
  try {
    return readEntries(zip);
  } catch {
    return [];
  }
}

function readEntries(zip: Buffer): ZipEntry[] {
  const entries: ZipEntry[] = [];
  let at = zip.lastIndexOf('PK\x05\x06', undefined, 'latin1');
  if (at < 0) return [];
  at = zip.readUInt32LE(at + 16);
  while (zip.toString('latin1', at, at + 4) === 'PK\x01\x02') {
    const [method, packedSize, nameLength] = [
      zip.readUInt16LE(at + 10),
      zip.readUInt32LE(at + 20),
      zip.readUInt16LE(at + 28),
    ];
    const local = zip.readUInt32LE(at + 42);
    const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const packed = zip.subarray(start, start + packedSize);
    const content = method === 8 ? inflateRawSync(packed, { maxOutputLength: LARGEST }) : Buffer.from(packed);
    entries.push({ name: zip.toString('utf8', at + 46, at + 46 + nameLength), content });
    at += 46 + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  return entries;
}

function startsWith(bytes: Buffer, start: Buffer): boolean {
  return bytes.subarray(0, start.length).equals(start);
}
