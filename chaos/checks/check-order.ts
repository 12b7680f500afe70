import { Cases, inDigits, type Finding } from './check.js';
import { NOBODY, type Chronicle } from './chronicle.js';

/** Checks that contacts were written in the order in which it was asked for, and imports in the order of their start. */
export function checkOrder(chronicle: Chronicle): Finding[] {
  const late = new Cases();
  for (let contact = 0; contact < chronicle.contacts; contact++) checkContact(chronicle, contact, late);
  const order = new Cases();
  order.addAll(chronicle.order.contradictions());
  const accounts = new Set(chronicle.imports.map(({ accountId }) => accountId)).size;
  return [
    late.finding(
      'Nothing is written after what was asked for later',
      `${inDigits(chronicle.writings.length)} imports, edits and tag changes`,
    ),
    order.finding(
      'The imports of an account are applied one after another, as they were started',
      `${inDigits(chronicle.imports.length)} imports into ${accounts} accounts`,
    ),
  ];
}

/** An author is late who had ended before the author of an older revision began. */
function checkContact(chronicle: Chronicle, contact: number, late: Cases): void {
  const { starts, authorAt, writings, ends } = chronicle;
  let begun = -Infinity;
  for (let place = starts[contact]!; place < starts[contact + 1]!; place++) {
    const author = authorAt[place]!;
    if (author === NOBODY) continue;
    if (ends[author]! < begun) {
      const [ended, after] = [ends[author]!, begun].map((time) => new Date(time).toISOString());
      late.add(() => `asked for until ${ended}, but after what was begun at ${after}: ${chronicle.around(place)}`);
    }
    begun = Math.max(begun, writings[author]!.begun);
  }
}
