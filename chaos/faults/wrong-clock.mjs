/**
 * `node --import …/wrong-clock.mjs`: after SIGUSR2, the wall clock of this process is wrong by CLOCK_OFFSET_MS. Timers are
 * not. A service that finds its clock wrong at the start does not start, so it becomes wrong later.
 */
const Right = Date;
let offset = 0;
process.on('SIGUSR2', () => (offset = Number(process.env.CLOCK_OFFSET_MS)));

globalThis.Date = class Date extends Right {
  constructor(...parts) {
    if (parts.length === 0) super(Right.now() + offset);
    else super(...parts);
  }

  static now() {
    return Right.now() + offset;
  }
};
