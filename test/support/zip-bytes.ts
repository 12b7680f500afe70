import { crc32, deflateRawSync } from 'node:zlib';

/** An entry of a zip. Its metadata may be wrong where a test needs that. */
export interface ZipEntry {
  name: string;
  /** Uncompressed. */
  content: Buffer | string;
  isStored?: boolean;
  flags?: number;
  method?: number;
  /** Wrong values that the zip states about the entry. */
  says?: { crc?: number; size?: number; packedSize?: number; offset?: number };
  /** The compressed bytes, where compressing again would take long. */
  packed?: Buffer;
}

/** Writes a zip byte by byte, so that it can be wrong in any way. */
export function zipBytes(entries: ZipEntry[], { says }: { says?: { entries?: number } } = {}): Buffer {
  const local: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const content = Buffer.from(entry.content);
    const packed = entry.packed ?? (entry.isStored ? content : deflateRawSync(content));
    const name = Buffer.from(entry.name);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(entry.flags ?? 0x800, 2);
    common.writeUInt16LE(entry.method ?? (entry.isStored ? 0 : 8), 4);
    common.writeUInt32LE(entry.says?.crc ?? crc32(content), 10);
    common.writeUInt32LE(entry.says?.packedSize ?? packed.length, 14);
    common.writeUInt32LE(entry.says?.size ?? content.length, 18);
    common.writeUInt16LE(name.length, 22);
    const header = Buffer.concat([Buffer.from('PK\x03\x04'), common, name]);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(entry.says?.offset ?? offset, 10);
    central.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\0'), common, place, name]));
    local.push(header, packed);
    offset += header.length + packed.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(says?.entries ?? entries.length, 8);
  end.writeUInt16LE(says?.entries ?? entries.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...local, directory, end]);
}
