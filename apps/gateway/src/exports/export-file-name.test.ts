import { describe, expect, it } from 'vitest';
import { exportFileName } from './export-file-name.js';

const DAY = new Date('2026-11-22T23:59:59Z');

describe('exportFileName', () => {
  it.each([
    ['Sales', 'contacts-sales-2026-11-22.csv'],
    ['  Sales  España / 2 ', 'contacts-sales-espana-2-2026-11-22.csv'],
    ['../../x"y', 'contacts-x-y-2026-11-22.csv'],
    ['销售', 'contacts-销售-2026-11-22.csv'],
    ['!!!', 'contacts-2026-11-22.csv'],
    ['', 'contacts-2026-11-22.csv'],
  ])('%j → %s', (name, expected) => {
    expect(exportFileName(name, DAY, 'csv')).toBe(expected);
  });

  it('names the format and stays short', () => {
    expect(exportFileName('Sales', DAY, 'xlsx')).toBe('contacts-sales-2026-11-22.xlsx');
    expect(exportFileName('a '.repeat(500), DAY, 'csv').length).toBeLessThan(100);
  });
});
