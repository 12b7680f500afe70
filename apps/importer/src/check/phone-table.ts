import { randomInt } from 'node:crypto';

const MAX_LOAD = 0.7;
const MIN_BITS = 2;
const EMPTY = 0;
const SLICE = 64 * 1024;

/**
 * Maps each phone to the last row that has it, for any number of phones: a hash table with open addressing in typed
 * arrays, 12 bytes per slot. 5 million phones take 100 MB, and 150 MB while it grows; a `Map` of strings would take ten
 * times that.
 */
export class PhoneTable {
  private phones: Float64Array;
  private rows: Uint32Array;
  private used = 0;
  /** Random, so that nobody can choose phones that all collide. */
  private readonly seed = randomInt(2 ** 32);

  /** @param expected an estimate of the number of phones; if it is right, the table need not grow */
  constructor(expected = 0) {
    const slots = 2 ** Math.max(MIN_BITS, Math.ceil(Math.log2(Math.max(1, expected / MAX_LOAD))));
    this.phones = new Float64Array(slots);
    this.rows = new Uint32Array(slots);
  }

  /** The number of different phones. */
  get size(): number {
    return this.used;
  }

  /**
   * Sets the row of a phone.
   * @param phone its digits as a number; exact, because there are 15 at most
   * @returns the row that had the phone so far, or 0
   */
  put(phone: number, row: number): number {
    const slot = this.slotOf(phone);
    const before = this.rows[slot]!;
    this.rows[slot] = row;
    if (before === EMPTY) {
      this.phones[slot] = phone;
      if (++this.used > this.rows.length * MAX_LOAD) this.grow();
    }
    return before;
  }

  /** @returns the last row with this phone, or 0 */
  get(phone: number): number {
    return this.rows[this.slotOf(phone)]!;
  }

  /** All phones, in no order, and 0 wherever a slot is free. */
  *slices(): Generator<Float64Array> {
    for (let from = 0; from < this.phones.length; from += SLICE) yield this.phones.subarray(from, from + SLICE);
  }

  /** The slot of this phone, or the free slot for it. Rows start at 1, so row 0 marks a free slot. */
  private slotOf(phone: number): number {
    const mask = this.rows.length - 1;
    let slot = this.hash(phone) & mask;
    while (this.rows[slot] !== EMPTY && this.phones[slot] !== phone) slot = (slot + 1) & mask;
    return slot;
  }

  private hash(phone: number): number {
    const low = phone >>> 0;
    const high = (phone / 2 ** 32) >>> 0;
    let hash = Math.imul(low ^ this.seed, 0x9e3779b1);
    hash = Math.imul(hash ^ (hash >>> 15) ^ high, 0x85ebca77);
    return hash ^ (hash >>> 13) ^ (hash >>> 17);
  }

  private grow(): void {
    const { phones, rows } = this;
    this.phones = new Float64Array(phones.length * 2);
    this.rows = new Uint32Array(rows.length * 2);
    for (let i = 0; i < rows.length; i++) {
      if (rows[i] === EMPTY) continue;
      const slot = this.slotOf(phones[i]!);
      this.phones[slot] = phones[i]!;
      this.rows[slot] = rows[i]!;
    }
  }
}
