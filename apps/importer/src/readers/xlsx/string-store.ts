import { TempFile } from './temp-file.js';

/** Strings are kept together in blocks of about so many characters: each costs four bytes beside its text. */
const BLOCK_CHARACTERS = 8 * 1024;
/** What stays in memory, a million names or so. The rest goes to a temporary file. */
const MEMORY_BYTES = 24 * 1024 * 1024;
/**
 * How much of the file is kept at hand. Sheets refer to strings mostly in the order in which they are stored; where one
 * was sorted since, every string is a read of its own, of some microseconds.
 */
const CACHED_CHARACTERS = 4 * 1024 * 1024;

interface Block {
  text: string;
  /** Where in `text` each string ends. */
  ends: Uint32Array;
}

/** Where a block lies in the file. */
interface StoredBlock {
  position: number;
  count: number;
  textBytes: number;
  encoding: 'latin1' | 'utf16le';
}

/**
 * Holds any number of strings in bounded memory, to be fetched by their number: the shared strings of a workbook, which
 * can be as large as its sheet. Close it in the end.
 */
export class StringStore {
  size = 0;
  /** The number of the first string of each block. */
  private readonly firsts: number[] = [];
  private readonly blocks: (Block | StoredBlock)[] = [];
  private readonly cache = new Map<number, Block>();
  private cachedCharacters = 0;
  private pending: string[] = [];
  private pendingCharacters = 0;
  private memoryBytes = 0;
  private toWrite: Block[] = [];
  private file: TempFile | null = null;
  /** The block looked at last, and the number of its first string. */
  private current: Block = { text: '', ends: new Uint32Array() };
  private currentFirst = 0;

  constructor(private readonly maxMemoryBytes = MEMORY_BYTES) {}

  add(text: string): void {
    this.pending.push(text);
    this.pendingCharacters += text.length;
    this.size++;
    if (this.pendingCharacters + this.pending.length >= BLOCK_CHARACTERS) this.finishBlock();
  }

  /** Moves to the file what is too much for memory. Await it now and then while adding, and after the last. */
  async settle(): Promise<void> {
    for (const block of this.toWrite) await this.store(block);
    this.toWrite = [];
  }

  /** No more strings come. */
  async finish(): Promise<void> {
    if (this.pending.length > 0) this.finishBlock();
    await this.settle();
  }

  /** @returns null when there is no string of that number */
  get(index: number): string | null {
    const offset = index - this.currentFirst;
    if (!(offset >= 0 && offset < this.current.ends.length) && !this.moveTo(index)) return null;
    const i = index - this.currentFirst;
    const { text, ends } = this.current;
    return text.slice(i === 0 ? 0 : ends[i - 1], ends[i]);
  }

  async close(): Promise<void> {
    await this.file?.close();
  }

  private finishBlock(): void {
    const ends = new Uint32Array(this.pending.length);
    let end = 0;
    for (const [i, text] of this.pending.entries()) ends[i] = end += text.length;
    const block = { text: this.pending.join(''), ends };
    this.firsts.push(this.size - this.pending.length);
    this.pending = [];
    this.pendingCharacters = 0;
    this.memoryBytes += block.text.length * 2 + ends.byteLength;
    if (this.memoryBytes <= this.maxMemoryBytes) this.blocks.push(block);
    else this.toWrite.push(block);
  }

  private async store({ text, ends }: Block): Promise<void> {
    this.file ??= await TempFile.create();
    const encoding = /[^\0-\xff]/.test(text) ? 'utf16le' : 'latin1';
    const bytes = Buffer.from(text, encoding);
    this.blocks.push({ position: this.file.size, count: ends.length, textBytes: bytes.length, encoding });
    await this.file.append(Buffer.concat([new Uint8Array(ends.buffer), bytes]));
  }

  private moveTo(index: number): boolean {
    if (!Number.isInteger(index) || index < 0 || index >= this.size) return false;
    let low = 0;
    let high = this.firsts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.firsts[middle]! <= index) low = middle;
      else high = middle - 1;
    }
    const block = this.blocks[low]!;
    this.current = 'position' in block ? this.load(low, block) : block;
    this.currentFirst = this.firsts[low]!;
    return true;
  }

  private load(number: number, { position, count, textBytes, encoding }: StoredBlock): Block {
    const cached = this.cache.get(number);
    if (cached) return cached;
    const bytes = this.file!.read(position, count * 4 + textBytes);
    const ends = new Uint32Array(count);
    for (let i = 0; i < count; i++) ends[i] = bytes.readUInt32LE(i * 4);
    const block = { text: bytes.toString(encoding, count * 4), ends };
    if (this.cachedCharacters > CACHED_CHARACTERS) {
      this.cache.clear();
      this.cachedCharacters = 0;
    }
    this.cachedCharacters += block.text.length + count;
    this.cache.set(number, block);
    return block;
  }
}
