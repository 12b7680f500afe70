import { Readable } from 'node:stream';
import { checkBothInTurns } from '../harness/checking.js';
import { atLeast, type Figure } from '../harness/figure.js';

const LINES = 10_000;

/** The check of numbers without a country code, by `defaultCountry`; compared with that of the same numbers with it. */
export const checkCountry: Figure = {
  name: 'check-country',
  title: ({ csvRows }) => `checking a CSV of ${csvRows.toLocaleString('en')} rows, by defaultCountry`,
  unit: 'rows/s',
  goal: atLeast(0.5),
  async measure(bench) {
    const { csvRows: rows } = bench.sizes;
    const file = (name: string, code: string) => ({ name, rows, content: () => Readable.from(people(rows, code)) });
    const national = { ...file('national.csv', ''), options: { defaultCountry: 'ES' } };
    const figures = await checkBothInTurns(bench, national, file('international.csv', '34'));
    return { ...figures, besideName: 'the same with country codes' };
  },
};

/** A CSV file of people in Spain, in pieces. */
function* people(rows: number, code: string): Generator<Buffer> {
  yield Buffer.from('id,name,tags,city\n');
  for (let from = 0; from < rows; from += LINES) {
    let text = '';
    for (let index = from; index < Math.min(rows, from + LINES); index++)
      text += `${code}${600_000_000 + index},Ana ${index},"dog, vip",Madrid\n`;
    yield Buffer.from(text);
  }
}
