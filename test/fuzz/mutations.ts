import { inflateRawSync } from 'node:zlib';
import type { Random } from '../../chaos/random.js';
import { zipBytes, type ZipEntry } from '../support/zip-bytes.js';

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

/** The same file, with some places changed; of a zip, mostly what is packed in it. */
export function mutate(bytes: Buffer, others: readonly Buffer[], random: Random): Buffer {
  const entries = bytes.subarray(0, 2).toString('latin1') === 'PK' ? entriesOf(bytes) : [];
  if (entries.length > 0 && random.chance(0.8)) return mutateZip(entries, others, random);
  return mutateBytes(bytes, others, random);
}

function mutateZip(entries: ZipEntry[], others: readonly Buffer[], random: Random): Buffer {
  const changed = entries.map((entry) => ({ ...entry }));
  const entry = random.pick(changed);
  entry.content = mutateBytes(Buffer.from(entry.content), others, random);
  if (random.chance(0.1)) changed.push({ ...random.pick(changed) });
  if (random.chance(0.1)) entry.name = mutateBytes(Buffer.from(entry.name), others, random).toString();
  if (random.chance(0.1)) entry.says = { size: random.int(0, 2 ** 31 - 1) };
  if (random.chance(0.1)) entry.says = { crc: 1, packedSize: random.int(0, 2 ** 31 - 1) };
  if (random.chance(0.05)) entry.method = random.int(0, 99);
  if (random.chance(0.05)) entry.flags = random.int(0, 0xffff);
  if (random.chance(0.05)) changed.splice(random.int(0, changed.length - 1), 1);
  const zip = zipBytes(changed, random.chance(0.05) ? { says: { entries: random.int(0, 0xffff) } } : {});
  return random.chance(0.1) ? mutateBytes(zip, others, random) : zip;
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

/** The entries of a zip as ordinary programs write them; none if it is another. */
export function entriesOf(zip: Buffer): ZipEntry[] {
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
    const content = method === 8 ? inflateRawSync(packed) : Buffer.from(packed);
    entries.push({ name: zip.toString('utf8', at + 46, at + 46 + nameLength), content });
    at += 46 + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  return entries;
}
