import ExcelJS from 'exceljs';
import xlsx from '@e965/xlsx';
import { PassThrough } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { setImmediate as nextTurn } from 'node:timers/promises';
import Papa from 'papaparse';
import type { StatedFile } from '../operations.js';
import { planFile, rowsOf, type FilePlan, type FileWish } from './file-plan.js';

export interface MadeFile {
  name: string;
  body: Blob;
  stated: StatedFile;
  /** A tag that some of its rows have, and nothing else; null: it has no tags. */
  ownTag: string | null;
}

/** So that others have their turn while a large file is made. */
const ROWS_AT_ONCE = 1_000;

/** A file of people whose content follows from the seed alone, and what it says. */
export async function makeFile(wish: FileWish): Promise<MadeFile> {
  const plan = planFile(wish);
  const parts = await { csv: csvOf, xlsx: xlsxOf, xls: xlsOf }[plan.format](plan);
  const { stated } = plan;
  const ownTag = stated.hasTagsColumn ? plan.ownTag : null;
  return { name: `people-${plan.code}.${plan.format}`, body: new Blob(parts), stated, ownTag };
}

async function csvOf(plan: FilePlan): Promise<Uint8Array<ArrayBuffer>[]> {
  const { delimiter, newline, encoding, header } = plan;
  const encode = (text: string) => Buffer.from(text, encoding === 'utf16' ? 'utf16le' : 'utf8');
  const parts: Uint8Array<ArrayBuffer>[] = encoding === 'utf8' ? [] : [encode('\ufeff')];
  parts.push(encode(Papa.unparse([header], { delimiter }) + newline));
  for await (const lines of inPortions(plan)) parts.push(encode(Papa.unparse(lines, { delimiter, newline }) + newline));
  return parts;
}

async function xlsxOf(plan: FilePlan): Promise<Uint8Array<ArrayBuffer>[]> {
  const stream = new PassThrough();
  const bytes = buffer(stream);
  const workbook = new ExcelJS.stream.xlsx.WorkbookWriter({ stream, useSharedStrings: true });
  const sheet = workbook.addWorksheet('Contacts');
  sheet.addRow(plan.header).commit();
  for await (const lines of inPortions(plan)) for (const cells of lines) sheet.addRow(asCells(cells)).commit();
  sheet.commit();
  await workbook.commit();
  return [new Uint8Array(await bytes)];
}

async function xlsOf(plan: FilePlan): Promise<Uint8Array<ArrayBuffer>[]> {
  const rows: (string | number | null)[][] = [plan.header];
  for await (const lines of inPortions(plan)) rows.push(...lines.map(asCells));
  const workbook = xlsx.utils.book_new(xlsx.utils.aoa_to_sheet(rows), 'Contacts');
  return [new Uint8Array(xlsx.write(workbook, { type: 'buffer', bookType: 'biff8' }) as Buffer)];
}

/** As a spreadsheet holds them: blank cells are not there, and digits are numbers. */
function asCells(cells: readonly string[]): (string | number | null)[] {
  return cells.map((cell) => (cell === '' ? null : /^[1-9]\d*$/.test(cell) ? Number(cell) : cell));
}

async function* inPortions(plan: FilePlan): AsyncGenerator<string[][]> {
  let portion: string[][] = [];
  for (const { cells } of rowsOf(plan)) {
    if (portion.push(cells) < ROWS_AT_ONCE) continue;
    yield portion;
    portion = [];
    await nextTurn();
  }
  if (portion.length > 0) yield portion;
}
