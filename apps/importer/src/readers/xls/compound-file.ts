import { readBytes } from '../read-range.js';
import type { SourceFile } from '../row-reader.js';

const HEADER_BYTES = 512;
const ENTRY_BYTES = 128;
const FIRST_FAT_SECTORS = 109;
const END_OF_CHAIN = 0xfffffffa;
/** Workbooks have a dozen streams, with macros a few more. In a file with more, the rest is ignored. */
const MAX_SECTORS = 64;

/** The layout of a compound file: MS-CFB 2.2. */
interface Layout {
  sectorBytes: number;
  firstDirectorySector: number;
  firstDifatSector: number;
  /** The sectors of the first part of the allocation table. */
  fatSectors: number[];
}

/**
 * The names of the streams in a compound file, in lower case. Old Office files are compound files, and so are encrypted
 * new ones. Fetches only the bytes needed for the directory. A damaged file gives fewer names, or none.
 */
export async function listStreams(file: SourceFile): Promise<Set<string>> {
  const names = new Set<string>();
  const layout = readLayout(file.head.subarray(0, HEADER_BYTES));
  if (layout === null) return names;
  let sector = layout.firstDirectorySector;
  for (let read = 0; read < MAX_SECTORS && sector < END_OF_CHAIN; read++) {
    const entries = await readSector(file, layout, sector);
    for (let at = 0; at + ENTRY_BYTES <= entries.length; at += ENTRY_BYTES) {
      const length = entries.readUInt16LE(at + 64);
      if (length >= 2 && length <= 64) names.add(entries.toString('utf16le', at, at + length - 2).toLowerCase());
    }
    sector = await nextSector(file, layout, sector);
  }
  return names;
}

function readLayout(header: Buffer): Layout | null {
  const sectorShift = header.length < HEADER_BYTES ? 0 : header.readUInt16LE(30);
  if (sectorShift !== 9 && sectorShift !== 12) return null;
  return {
    sectorBytes: 2 ** sectorShift,
    firstDirectorySector: header.readUInt32LE(48),
    firstDifatSector: header.readUInt32LE(68),
    fatSectors: Array.from({ length: FIRST_FAT_SECTORS }, (_, i) => header.readUInt32LE(76 + i * 4)),
  };
}

async function readSector(file: SourceFile, { sectorBytes }: Layout, sector: number): Promise<Buffer> {
  const start = (sector + 1) * sectorBytes;
  return readBytes(file, start, Math.min(start + sectorBytes, file.size));
}

async function nextSector(file: SourceFile, layout: Layout, sector: number): Promise<number> {
  const perSector = layout.sectorBytes / 4;
  const fatSector = await findFatSector(file, layout, Math.floor(sector / perSector));
  if (fatSector >= END_OF_CHAIN) return END_OF_CHAIN;
  return numberAt(await readSector(file, layout, fatSector), sector % perSector);
}

/** The sector of a part of the allocation table. The header has the first ones, and a chain of lists has the others. */
async function findFatSector(file: SourceFile, layout: Layout, part: number): Promise<number> {
  if (part < FIRST_FAT_SECTORS) return layout.fatSectors[part]!;
  const perList = layout.sectorBytes / 4 - 1;
  let left = part - FIRST_FAT_SECTORS;
  let list = layout.firstDifatSector;
  while (list < END_OF_CHAIN) {
    const numbers = await readSector(file, layout, list);
    if (left < perList) return numberAt(numbers, left);
    left -= perList;
    list = numberAt(numbers, perList);
  }
  return END_OF_CHAIN;
}

function numberAt(numbers: Buffer, i: number): number {
  return i * 4 + 4 <= numbers.length ? numbers.readUInt32LE(i * 4) : END_OF_CHAIN;
}
