const LINE_END = Buffer.from('\r\n');

/** A command to Redis: its bytes, and its name and arguments. */
export interface RedisCommand {
  message: Buffer;
  words: Buffer[];
}

/** Cuts what a client sends to Redis into commands. Each is a list of strings with their lengths (RESP). */
export class RespCutter {
  private rest: Buffer = Buffer.alloc(0);

  /** The commands that these bytes complete. */
  *cut(bytes: Buffer): Generator<RedisCommand> {
    this.rest = this.rest.length === 0 ? bytes : Buffer.concat([this.rest, bytes]);
    for (let found = firstIn(this.rest); found; found = firstIn(this.rest)) {
      this.rest = this.rest.subarray(found.message.length);
      yield found;
    }
  }
}

/** Null: it is not whole yet. */
function firstIn(bytes: Buffer): RedisCommand | null {
  const list = numberAt(bytes, 0);
  if (!list) return null;
  const words: Buffer[] = [];
  let at = list.next;
  for (let left = list.value; left > 0; left--) {
    const length = numberAt(bytes, at);
    if (!length || bytes.length < length.next + length.value + LINE_END.length) return null;
    words.push(bytes.subarray(length.next, length.next + length.value));
    at = length.next + length.value + LINE_END.length;
  }
  return { message: bytes.subarray(0, at), words };
}

/** The number in the line that begins here, after its first character. */
function numberAt(bytes: Buffer, at: number): { value: number; next: number } | null {
  const end = bytes.indexOf(LINE_END, at);
  return end < 0 ? null : { value: Number(bytes.toString('latin1', at + 1, end)), next: end + LINE_END.length };
}
