import type { Random } from '../../chaos/random.js';
import { inCompoundFile, LARGEST_DATA, readBook, recordsOf, streamOf, TYPE, type BiffRecord } from '../support/biff.js';

const TYPES: number[] = Object.values(TYPE);
const NUMBERS = [0, 1, 2, 3, 0x7f, 0x80, 0xff, 0x100, 0x3ff, 0x7fff, 0x8000, 0xfffe, 0xffff];
const TEXTS = ['id', 'name', '34600111222', 'a\0b', '\x1f', '\ufffe', '\ud800', '=1+1', '😀', 'x'.repeat(300)];
const MOST_MUTATIONS = 5;
const LARGEST = 512 * 1024;

/**
 * The same workbook with some records of its stream changed, in a valid compound file.
 * @returns null for a file without such a stream
 */
export function mutateXls(bytes: Buffer, others: readonly Buffer[], random: Random): Buffer | null {
  const book = readBook(bytes);
  if (!book) return null;
  let records = recordsOf(book.stream);
  if (records.length === 0) return null;
  const foreign = readBook(random.pick(others));
  const strange = foreign ? recordsOf(foreign.stream) : records;
  for (let times = random.int(1, MOST_MUTATIONS); times > 0 && records.length > 0; times--)
    records = random.pick(MUTATIONS)(records, random, strange);
  // Sheets are found by where they begin, so most files say where that is now.
  const stream = streamOf(records, random.chance(0.9));
  const name = random.chance(0.03) ? random.pick(['Workbook', 'Book', 'WORKBOOK', 'Other']) : book.name;
  return inCompoundFile(name, stream.subarray(0, LARGEST));
}

type Mutation = (records: BiffRecord[], random: Random, strange: readonly BiffRecord[]) => BiffRecord[];

const MUTATIONS: Mutation[] = [
  changed(changeNumber),
  changed(changeNumber),
  changed(changeByte),
  changed(changeSize),
  changed((record, random) => ({ ...record, type: random.pick(TYPES) })),
  changed((record, random) => ({ ...record, length: statedLength(record, random) })),
  changed(changeText),
  changed(changeText, [TYPE.SST, TYPE.CONTINUE]),
  changed(changeNumber, [TYPE.SST, TYPE.CONTINUE]),
  changed(changeNumber, [TYPE.BOUNDSHEET, TYPE.DIMENSIONS]),
  split,
  join,
  drop,
  repeat,
  swap,
  takeFromOther,
];

/** Changes one record, mostly one of which there are few: a sheet has far more cells than anything else. */
function changed(change: (record: BiffRecord, random: Random) => BiffRecord, only?: readonly number[]): Mutation {
  return (records, random) => {
    const at = someRecord(records, random, only);
    return [...records.slice(0, at), change(records[at]!, random), ...records.slice(at + 1)];
  };
}

function someRecord(records: readonly BiffRecord[], random: Random, only: readonly number[] = TYPES): number {
  const type = random.pick(only);
  const places = records.flatMap((record, at) => (record.type === type ? [at] : []));
  return random.chance(0.8) && places.length > 0 ? random.pick(places) : random.int(0, records.length - 1);
}

function changeNumber(record: BiffRecord, random: Random): BiffRecord {
  return onCopy(record, 2, (data) => {
    const at = Math.min(data.length - 2, 2 * random.int(0, Math.min(data.length >> 1, 16)));
    data.writeUInt16LE(random.chance(0.2) ? random.int(0, 0xffff) : random.pick(NUMBERS), at);
  });
}

function changeByte(record: BiffRecord, random: Random): BiffRecord {
  return onCopy(record, 1, (data) => {
    data[random.int(0, data.length - 1)] = random.int(0, 255);
  });
}

/** As a text of one or of two bytes a character, somewhere in the data. */
function changeText(record: BiffRecord, random: Random): BiffRecord {
  return onCopy(record, 4, (data) => {
    const text = Buffer.from(random.pick(TEXTS), random.chance(0.5) ? 'utf16le' : 'latin1');
    text.copy(data, random.int(0, data.length - 1));
  });
}

function changeSize(record: BiffRecord, random: Random): BiffRecord {
  const { data } = record;
  if (random.chance(0.5)) return { ...record, data: data.subarray(0, random.int(0, data.length)) };
  return { ...record, data: Buffer.concat([data, Buffer.alloc(random.int(1, 64), random.int(0, 255))]) };
}

function statedLength({ data }: BiffRecord, random: Random): number {
  return random.pick([0, 1, Math.max(0, data.length - 1), data.length + 1, LARGEST_DATA, LARGEST_DATA + 1, 0xffff]);
}

function split(records: BiffRecord[], random: Random): BiffRecord[] {
  const at = someRecord(records, random, [TYPE.SST, TYPE.CONTINUE, TYPE.STRING, TYPE.LABEL, TYPE.FORMULA]);
  const { data, ...rest } = records[at]!;
  const cut = random.int(0, data.length);
  // Within a text, the second part begins with whether its characters have one or two bytes.
  const flag = random.pick([Buffer.alloc(0), Buffer.from([0]), Buffer.from([1])]);
  const second = { type: TYPE.CONTINUE, data: Buffer.concat([flag, data.subarray(cut)]) };
  return [...records.slice(0, at), { ...rest, data: data.subarray(0, cut) }, second, ...records.slice(at + 1)];
}

function join(records: BiffRecord[], random: Random): BiffRecord[] {
  const at = random.int(0, records.length - 1);
  const [one, two] = [records[at]!, records[at + 1]];
  if (!two) return records;
  return [...records.slice(0, at), { ...one, data: Buffer.concat([one.data, two.data]) }, ...records.slice(at + 2)];
}

function drop(records: BiffRecord[], random: Random): BiffRecord[] {
  const at = someRecord(records, random);
  return [...records.slice(0, at), ...records.slice(at + (random.chance(0.9) ? 1 : random.int(2, 40)))];
}

function repeat(records: BiffRecord[], random: Random): BiffRecord[] {
  const at = someRecord(records, random);
  const to = random.chance(0.5) ? at : random.int(0, records.length);
  const copies = Array.from({ length: random.chance(0.9) ? 1 : random.int(2, 300) }, () => ({ ...records[at]! }));
  return [...records.slice(0, to), ...copies, ...records.slice(to)];
}

function swap(records: BiffRecord[], random: Random): BiffRecord[] {
  const [one, two] = [someRecord(records, random), someRecord(records, random)];
  const swapped = [...records];
  [swapped[one], swapped[two]] = [records[two]!, records[one]!];
  return swapped;
}

function takeFromOther(records: BiffRecord[], random: Random, strange: readonly BiffRecord[]): BiffRecord[] {
  if (strange.length === 0) return records;
  const { type, data } = strange[someRecord(strange, random)]!;
  const at = random.int(0, records.length);
  return [...records.slice(0, at), { type, data }, ...records.slice(at)];
}

function onCopy(record: BiffRecord, least: number, change: (data: Buffer) => void): BiffRecord {
  if (record.data.length < least) return { ...record, data: Buffer.concat([record.data, Buffer.alloc(least)]) };
  const data = Buffer.from(record.data);
  change(data);
  return { ...record, data };
}
