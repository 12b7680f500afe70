import { TempFile } from './temp-file.js';

/** Strings are grouped in blocks of about this many characters; each string refers to the text of its block. */
const BLOCK_CHARACTERS = 8 * 1024;
/** The maximum in memory: about half a million names. The rest goes to a temporary file. */
const MEMORY_BYTES = 24 * 1024 * 1024;
/** The memory overhead of a string, and the maximum size of a character. */
const STRING_BYTES = 40;
const CHARACTER_BYTES = 2;
/**
 * How much of the file is cached. Sheets usually refer to strings in the order in which these are stored. In a sheet
 * that was sorted since, each string is a separate read that takes some microseconds.
 */
const CACHED_CHARACTERS = 4 * 1024 * 1024;

interface Block {
  text: string;
  /** The end of each string in `text`. */
  ends: Uint32Array;
}

/** The position of a block in the file. */
interface StoredBlock {
  /** The index of its first string. */
  first: number;
  count: number;
  position: number;
  textBytes: number;
  encoding: 'latin1' | 'utf16le';
}

/**
 * Stores any number of strings in bounded memory and returns them by index. Used for the shared strings of a workbook,
 * which can be as large as its sheet. Call close at the end.
 */
export class StringStore {
  size = 0;
  /** The first strings, as many as fit into memory. */
  private readonly kept: string[] = [];
  private memoryBytes = 0;
  private pending: string[] = [];
  private pendingCharacters = 0;
  private readonly toStore: Block[] = [];
  private readonly stored: StoredBlock[] = [];
  private file: TempFile | null = null;
  private readonly cache = new Map<StoredBlock, Block>();
  private cachedCharacters = 0;
  /** The stored block that was read last, and the index of its first string. */
  private current: Block = { text: '', ends: new Uint32Array() };
  private currentFirst = 0;

  constructor(private readonly maxMemoryBytes = MEMORY_BYTES) {}

  add(text: string): void {
    this.pending.push(text);
    this.pendingCharacters += text.length;
    this.size++;
    if (this.pendingCharacters + this.pending.length >= BLOCK_CHARACTERS) this.finishBlock();
  }

  /** Moves to the file what does not fit into memory. Await it now and then while adding. */
  async settle(): Promise<void> {
    for (const block of this.toStore.splice(0)) await this.store(block);
  }

  /** Await it after the last string was added, before the first is read. */
  async finish(): Promise<void> {
    if (this.pending.length > 0) this.finishBlock();
    await this.settle();
  }

  /** @returns null when there is no string with this index */
  get(index: number): string | null {
    return this.kept[index] ?? this.fetch(index);
  }

  async close(): Promise<void> {
    await this.file?.close();
  }

  private finishBlock(): void {
    const { pending } = this;
    const ends = new Uint32Array(pending.length);
    let end = 0;
    for (const [i, text] of pending.entries()) ends[i] = end += text.length;
    const block = { text: pending.join(''), ends };
    this.pending = [];
    this.pendingCharacters = 0;
    this.memoryBytes += block.text.length * CHARACTER_BYTES + ends.length * STRING_BYTES;
    if (this.memoryBytes > this.maxMemoryBytes) this.toStore.push(block);
    // As copies, the strings do not keep the much longer text of their block in memory.
    else for (let i = 0; i < ends.length; i++) this.kept.push(cut(block, i));
  }

  private async store({ text, ends }: Block): Promise<void> {
    this.file ??= await TempFile.create();
    const encoding = /[^\0-\xff]/.test(text) ? 'utf16le' : 'latin1';
    const bytes = Buffer.from(text, encoding);
    const last = this.stored.at(-1);
    const first = last ? last.first + last.count : this.kept.length;
    this.stored.push({ first, count: ends.length, position: this.file.size, textBytes: bytes.length, encoding });
    await this.file.append(Buffer.concat([new Uint8Array(ends.buffer), bytes]));
  }

  private fetch(index: number): string | null {
    if (!Number.isInteger(index) || index < this.kept.length || index >= this.size) return null;
    const isCurrent = index >= this.currentFirst && index < this.currentFirst + this.current.ends.length;
    if (!isCurrent) {
      const block = this.find(index);
      this.current = this.load(block);
      this.currentFirst = block.first;
    }
    return cut(this.current, index - this.currentFirst);
  }

  private find(index: number): StoredBlock {
    let low = 0;
    let high = this.stored.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.stored[middle]!.first <= index) low = middle;
      else high = middle - 1;
    }
    return this.stored[low]!;
  }

  private load(stored: StoredBlock): Block {
    const cached = this.cache.get(stored);
    if (cached) return cached;
    const { position, count, textBytes, encoding } = stored;
    const bytes = this.file!.read(position, count * 4 + textBytes);
    const ends = new Uint32Array(count);
    for (let i = 0; i < count; i++) ends[i] = bytes.readUInt32LE(i * 4);
    const block = { text: bytes.toString(encoding, count * 4), ends };
    if (this.cachedCharacters > CACHED_CHARACTERS) {
      this.cache.clear();
      this.cachedCharacters = 0;
    }
    this.cachedCharacters += block.text.length + count;
    this.cache.set(stored, block);
    return block;
  }
}

function cut({ text, ends }: Block, i: number): string {
  return text.slice(i === 0 ? 0 : ends[i - 1], ends[i]);
}
