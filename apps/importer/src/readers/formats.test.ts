import { expect, it } from 'vitest';
import { randomBytes } from 'node:crypto';
import { deflateRawSync, gzipSync } from 'node:zlib';
import { detectFormat, formatOfName } from './formats.js';

const csv = 'id,name\n44687985632,Jane\n';

it.each<[string, Buffer, ReturnType<typeof detectFormat>]>([
  ['text', Buffer.from(csv), 'csv'],
  ['an empty file', Buffer.alloc(0), 'csv'],
  ['text with a mark', Buffer.from(`\ufeff${csv}`), 'csv'],
  ['UTF-16 with a mark', Buffer.from(`\ufeff${csv}`, 'utf16le'), 'csv'],
  ['Windows-1252', Buffer.from('id,name\n44687985632,Jos\xe9\n', 'latin1'), 'csv'],
  ['text with a NUL in a row', Buffer.from(`${csv}44687985633,Bo\0b\n`), 'csv'],
  ['UTF-16 without a mark', Buffer.from(csv, 'utf16le'), null],
  ['a NUL in the first line', Buffer.from(`id,na\0me${csv.repeat(9)}`), null],
  ['a zip', Buffer.from('PK\x03\x04....', 'latin1'), 'xlsx'],
  ['a compound file', Buffer.from('d0cf11e0a1b11ae10000', 'hex'), 'xls'],
  ['a PDF', Buffer.from('%PDF-1.7\n%text\n'), null],
  ['a web page', Buffer.from('\n<!DOCTYPE html><html><table><tr><td>id</td>'), null],
  ['a table saved as .xls', Buffer.from('<html xmlns:x="urn:schemas-microsoft-com:office:excel">\n<table>'), null],
  ['a web page in UTF-16', Buffer.from('\ufeff<html><table>', 'utf16le'), null],
  ['the XML of Excel 2003', Buffer.from('\ufeff<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>'), null],
  ['RTF', Buffer.from('{\\rtf1\\ansi id,name\n'), null],
  ['a header in angle brackets', Buffer.from('<id>,<name>\n1,2\n'), 'csv'],
  ['a PNG', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), null],
  ['gzip', gzipSync(csv), null],
  ['compressed data', deflateRawSync(randomBytes(4000).toString('hex')), null],
])('%s', (_, head, format) => {
  expect(detectFormat(head)).toBe(format);
});

it('knows UTF-16 without a mark when it is stated', () => {
  expect(detectFormat(Buffer.from(csv, 'utf16le'), 'utf-16le')).toBe('csv');
  expect(detectFormat(Buffer.from('<html><table>', 'utf16le'), 'utf-16le')).toBeNull();
});

it.each([
  ['people.csv', 'csv'],
  ['people.2026.TSV', 'csv'],
  ['people.xlsm', 'xlsx'],
  ['people.XLS', 'xls'],
  ['people.pdf', null],
  ['people', null],
])('the name %s stands for %s', (name, format) => {
  expect(formatOfName(name)).toBe(format);
});
