import { describe, expect, it } from 'vitest';
import { errorFileName, safeFileName } from './file-name.js';

describe('safeFileName', () => {
  it.each([
    ['customers.csv', 'customers.csv'],
    ['Kundenliste März.xlsx', 'Kundenliste März.xlsx'],
    ['Cafe\u0301.csv', 'Caf\u00e9.csv'],
    ['../../etc/passwd', 'passwd'],
    ['C:\\Users\\ana\\lista.csv', 'lista.csv'],
    ['/', 'upload'],
    ['..', 'upload'],
    ['.htaccess', 'htaccess'],
    ['a\u0000b\r\nc.csv', 'abc.csv'],
    ['\u202evsc.exe', 'vsc.exe'],
    ['   ', 'upload'],
    ['', 'upload'],
    [undefined, 'upload'],
    ['family 👨‍👩‍👧.csv', 'family 👨‍👩‍👧.csv'],
  ])('%j → %j', (given, expected) => {
    expect(safeFileName(given)).toBe(expected);
  });

  it('keeps 255 characters with the ending, counted as people count', () => {
    const name = safeFileName(`${'😀'.repeat(300)}.csv`);
    expect(Array.from(name)).toHaveLength(255);
    expect(name.endsWith('😀.csv')).toBe(true);
    expect(Array.from(safeFileName('x'.repeat(1000)))).toHaveLength(255);
    expect(Array.from(safeFileName(`a.${'x'.repeat(1000)}`)).length).toBeLessThanOrEqual(255);
  });
});

describe('errorFileName', () => {
  it.each([
    ['customers.csv', 'customers-errors.csv'],
    ['customers.xlsx', 'customers-errors.csv'],
    ['customers', 'customers-errors.csv'],
    ['a.b.xls', 'a.b-errors.csv'],
  ])('%s → %s', (name, expected) => {
    expect(errorFileName(name)).toBe(expected);
  });

  it('stays within 255 characters', () => {
    expect(errorFileName(`${'x'.repeat(251)}.csv`)).toHaveLength(255);
  });
});
