/** A set of row numbers, one bit each. */
export class RowSet {
  private bits = new Uint8Array(1024);
  private count = 0;

  get size(): number {
    return this.count;
  }

  add(row: number): void {
    const byte = row >>> 3;
    if (byte >= this.bits.length) this.grow(byte);
    const bit = 1 << (row & 7);
    if ((this.bits[byte]! & bit) !== 0) return;
    this.bits[byte]! |= bit;
    this.count++;
  }

  has(row: number): boolean {
    const byte = row >>> 3;
    return byte < this.bits.length && (this.bits[byte]! & (1 << (row & 7))) !== 0;
  }

  private grow(byte: number): void {
    const bits = new Uint8Array(Math.max(this.bits.length * 2, byte + 1));
    bits.set(this.bits);
    this.bits = bits;
  }
}
