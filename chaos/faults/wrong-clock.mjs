/** `node --import …/wrong-clock.mjs`: the wall clock of this process is wrong by CLOCK_OFFSET_MS. Timers are not. */
const offset = Number(process.env.CLOCK_OFFSET_MS);
const Right = Date;

globalThis.Date = class Date extends Right {
  constructor(...parts) {
    if (parts.length === 0) super(Right.now() + offset);
    else super(...parts);
  }

  static now() {
    return Right.now() + offset;
  }
};
