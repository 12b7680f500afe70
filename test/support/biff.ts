import { CFB } from '@e965/xlsx';

/** A record of a stream of BIFF: what it is, and its data. `length`: a wrong one that it states. */
export interface BiffRecord {
  type: number;
  data: Buffer;
  length?: number;
  /** Where it began in the stream; only of records that were read. */
  at?: number;
}

/** [MS-XLS] 2.3, those that readers look into. */
export const TYPE = {
  FORMULA: 0x06,
  EOF: 0x0a,
  DATE1904: 0x22,
  FILEPASS: 0x2f,
  CONTINUE: 0x3c,
  CODEPAGE: 0x42,
  BOUNDSHEET: 0x85,
  MULRK: 0xbd,
  MULBLANK: 0xbe,
  RSTRING: 0xd6,
  XF: 0xe0,
  MERGECELLS: 0xe5,
  SST: 0xfc,
  LABELSST: 0xfd,
  DIMENSIONS: 0x200,
  NUMBER: 0x203,
  LABEL: 0x204,
  BOOLERR: 0x205,
  STRING: 0x207,
  ROW: 0x208,
  RK: 0x27e,
  FORMAT: 0x41e,
  BOF: 0x809,
} as const;

/** What one record may hold; longer data go on in CONTINUE. */
export const LARGEST_DATA = 8224;

/** The stream of a workbook: that of Excel 97 to 2003, or of Excel 5 and 95. */
export function readBook(bytes: Buffer): { name: string; stream: Buffer } | null {
  try {
    const container = CFB.read(bytes, { type: 'buffer' });
    for (const name of ['Workbook', 'Book']) {
      const stream = CFB.find(container, `/${name}`);
      if (stream?.content) return { name, stream: Buffer.from(stream.content) };
    }
  } catch {
    // It is no compound file any more.
  }
  return null;
}

/** A compound file with nothing but this stream. */
export function inCompoundFile(name: string, stream: Buffer): Buffer {
  const container = CFB.utils.cfb_new();
  CFB.utils.cfb_add(container, `/${name}`, stream);
  return Buffer.from(CFB.write(container, { type: 'buffer' }));
}

/** The records of a stream, up to where it is none any more. */
export function recordsOf(stream: Buffer): BiffRecord[] {
  const records: BiffRecord[] = [];
  for (let at = 0; at + 4 <= stream.length;) {
    const type = stream.readUInt16LE(at);
    const end = at + 4 + stream.readUInt16LE(at + 2);
    // The rest of the last sector.
    if (end > stream.length || (type === 0 && end === at + 4)) break;
    records.push({ type, data: stream.subarray(at + 4, end), at });
    at = end;
  }
  return records;
}

/** @param mends says in BOUNDSHEET where the sheets begin now */
export function streamOf(records: readonly BiffRecord[], mends: boolean): Buffer {
  const moved = new Map<number, number>();
  let length = 0;
  for (const { at, data } of records) {
    if (at !== undefined && !moved.has(at)) moved.set(at, length);
    length += 4 + data.length;
  }
  return Buffer.concat(
    records.flatMap(({ type, data, length: stated = data.length }) => {
      const header = Buffer.alloc(4);
      header.writeUInt16LE(type & 0xffff, 0);
      header.writeUInt16LE(stated & 0xffff, 2);
      const begins =
        mends && type === TYPE.BOUNDSHEET && data.length >= 4 ? moved.get(data.readUInt32LE(0)) : undefined;
      if (begins === undefined) return [header, data];
      const place = Buffer.from(data);
      place.writeUInt32LE(begins, 0);
      return [header, place];
    }),
  );
}
