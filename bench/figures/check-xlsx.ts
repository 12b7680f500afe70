import { createReadStream, mkdtempSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { SaxesParser } from 'saxes';
import { openPromise, type Entry, type ZipFile } from 'yauzl';
import type { ObjectStore } from '#storage';
import { checkInTurns } from '../harness/checking.js';
import { atLeast, type Figure } from '../harness/figure.js';
import { writePeopleWorkbook } from '../harness/people-workbook.js';

/**
 * The whole check of a workbook, compared with yauzl and saxes: they read the shared strings into an array and the
 * cells of each row into another, and count the rows. They ignore types, dates, formulas, errors and limits.
 */
export const checkXlsx: Figure = {
  name: 'check-xlsx',
  title: ({ xlsxRows }) => `checking an XLSX of ${xlsxRows.toLocaleString('en')} rows`,
  unit: 'rows/s',
  goal: atLeast(0.8),
  async measure(bench) {
    const { xlsxRows: rows } = bench.sizes;
    const folder = mkdtempSync(path.join(tmpdir(), 'contacts-bench-'));
    const file = path.join(folder, 'people.xlsx');
    try {
      await writePeopleWorkbook(file, rows);
      const content = () => createReadStream(file);
      const readAlone = (store: ObjectStore, key: string) => countRows(store, key, path.join(folder, 'fetched.xlsx'));
      const figures = await checkInTurns(bench, { name: 'people.xlsx', rows, content }, readAlone);
      return { ...figures, besideName: 'yauzl and saxes alone' };
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
};

/** yauzl needs a file, so fetching it is part of the work. */
async function countRows(store: ObjectStore, key: string, file: string): Promise<number> {
  await writeFile(file, await store.get(key));
  const zip = await openPromise(file, { lazyEntries: true, autoClose: false });
  const entries = new Map<string, Entry>();
  for await (const entry of zip.eachEntry()) entries.set(entry.fileName, entry);
  const strings: string[] = [];
  let text = '';
  await parse(zip, entries.get('xl/sharedStrings.xml'), {
    text: (piece) => (text += piece),
    close: (name) => {
      if (name === 't') strings.push(text);
      text = '';
    },
  });
  let rows = 0;
  let cells: string[] = [];
  let type: string | undefined;
  await parse(zip, entries.get('xl/worksheets/sheet1.xml'), {
    open: (name, attributes) => {
      if (name === 'row') cells = [];
      else if (name === 'c') type = attributes.t;
      text = '';
    },
    text: (piece) => (text += piece),
    close: (name) => {
      if (name === 'v') cells.push(type === 's' ? strings[Number(text)]! : text);
      else if (name === 'row' && cells.length > 0) rows++;
    },
  });
  zip.close();
  return rows;
}

interface Handler {
  open?: (name: string, attributes: Record<string, string>) => void;
  text: (piece: string) => void;
  close: (name: string) => void;
}

async function parse(zip: ZipFile, entry: Entry | undefined, { open, text, close }: Handler): Promise<void> {
  const parser = new SaxesParser();
  if (open) parser.on('opentag', ({ name, attributes }) => open(name, attributes));
  parser.on('text', text);
  parser.on('closetag', ({ name }) => close(name));
  await pipeline(await zip.openReadStreamPromise(entry!), async (chunks: AsyncIterable<Buffer>) => {
    const decoder = new TextDecoder();
    for await (const chunk of chunks) parser.write(decoder.decode(chunk, { stream: true }));
  });
  parser.close();
}
