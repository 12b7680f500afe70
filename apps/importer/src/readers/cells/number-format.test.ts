import { expect, it } from 'vitest';
import { builtInFormat, parseNumberFormat, type NumberFormat } from './number-format.js';

const plain: NumberFormat = { kind: 'plain', minDigits: 0 };
const date: NumberFormat = { kind: 'date', hasDate: true, decimals: 0 };
const time: NumberFormat = { kind: 'date', hasDate: false, decimals: 0 };
const duration: NumberFormat = { kind: 'duration', decimals: 0 };

it.each<[string, NumberFormat]>([
  ['General', plain],
  ['GENERAL', plain],
  ['General" years"', plain],
  ['', plain],
  ['@', plain],
  ['0', plain],
  ['00000', { kind: 'plain', minDigits: 5 }],
  ['[<=99999]00000;00000\\-0000', { kind: 'plain', minDigits: 5 }],
  ['0000000000000000000000', { kind: 'plain', minDigits: 15 }],
  ['0.00', plain],
  ['#,##0.00', plain],
  ['0.00E+00', plain],
  ['##0.0e-0', plain],
  ['# ?/?', plain],
  ['0%', plain],
  ['"day "0', plain],
  ['0\\d', plain],
  ['_-* #,##0.00 [$€-407]_-;-* #,##0.00 [$€-407]_-;_-* "-"??_-;_-@_-', plain],
  ['#,##0.00 "USD"', plain],
  ['0.00 USD', plain],
  ['[Red]0', plain],
  ['+0', plain],
  ['000\\ 000\\ 000', { kind: 'plain', minDigits: 9 }],
  ['yyyy-mm-dd', date],
  ['YYYY\\-MM\\-DD', date],
  ['dd/mm/yy;@', date],
  ['[$-409]mmm d, yyyy;@', date],
  ['[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy', date],
  ['m/d', date],
  ['mmm', date],
  ['mmmmm', date],
  ['d', date],
  ['yyyy"年"m"月"d"日"', date],
  ['ggge"年"', date],
  ['m/d/yy h:mm', date],
  ['mmm h:mm', date],
  ['h:mm', time],
  ['hh:mm:ss AM/PM', time],
  ['[$-F400]h:mm:ss\\ am/pm', time],
  ['h A/P', time],
  ['上午/下午h"时"', time],
  ['mm:ss', time],
  ['mm:ss.0', { kind: 'date', hasDate: false, decimals: 1 }],
  ['hh:mm:ss.000', { kind: 'date', hasDate: false, decimals: 3 }],
  ['yyyy-mm-dd hh:mm:ss.00', { kind: 'date', hasDate: true, decimals: 2 }],
  ['[h]:mm', duration],
  ['[hh]:mm:ss', duration],
  ['[mm]:ss', duration],
  ['[s].00', { kind: 'duration', decimals: 2 }],
  ['0;dd/mm/yyyy', plain],
  ['dd/mm/yyyy;0', date],
])('%s', (code, format) => {
  expect(parseNumberFormat(code)).toEqual(format);
});

it.each<[number, NumberFormat]>([
  [0, plain],
  [1, plain],
  [11, plain],
  [14, date],
  [17, date],
  [18, time],
  [21, time],
  [22, date],
  [27, date],
  [33, time],
  [37, plain],
  [45, time],
  [46, duration],
  [47, { kind: 'date', hasDate: false, decimals: 1 }],
  [49, plain],
  [57, date],
  [NaN, plain],
])('built-in format %d', (id, format) => {
  expect(builtInFormat(id)).toEqual(format);
});

it('does not stall on a long code', () => {
  for (const part of ['"', '[', '0', 'm', '\\', 'am/p', '"a', '[a', 'ss.'])
    expect(parseNumberFormat(part.repeat(20_000))).toBeDefined();
});
