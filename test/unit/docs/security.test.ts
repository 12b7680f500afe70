import { describe, expect, it } from 'vitest';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { definitions } from '../../../libs/persistence/src/definitions.js';

const DOCUMENT = readFileSync('docs/security.md', 'utf8');
const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };

/** The rows of all tables of requirements: number, what is asked, whether it is met, and what shows it or why not. */
const rows = [...DOCUMENT.matchAll(/^\| (\d+\.\d+\.\d+) +\| (.+?) +\| (.+?) +\| (.+?) +\|$/gm)].map(
  ([, id, asked, state, shown]) => ({ id: id!, asked: asked!, state: state!, shown: shown! }),
);
const idsOf = (...states: string[]): string[] => rows.filter(({ state }) => states.includes(state)).map(({ id }) => id);

/** Each test file that the document names, with the names of tests in it that follow in brackets. */
function testsIn(text: string): { file: string; names: string[] }[] {
  return [...text.matchAll(/`([\w./-]+\.test\.tsx?)`(?: \(("[^)]*")\))?/g)].map(([, file, named]) => ({
    file: file!,
    names: [...(named ?? '').matchAll(/"([^"]+)"/g)].map(([, name]) => name!),
  }));
}

describe('the table of requirements', () => {
  it('has each requirement of levels 1 and 2 once, and its state', () => {
    expect(rows.length).toBeGreaterThanOrEqual(253);
    expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
    expect([...new Set(rows.map(({ state }) => state))].sort()).toEqual(['in part', 'met', 'not met', 'not ours']);
  });

  it('is counted right', () => {
    const [, ...said] =
      /Of (\d+) requirements, (\d+) are met, (\d+) in\s+part, (\d+) are not, and (\d+) are not ours/.exec(DOCUMENT)!;
    const counts = ['met', 'in part', 'not met', 'not ours'].map((state) => idsOf(state).length);
    expect(said.map(Number)).toEqual([rows.length, ...counts]);
  });

  it('says what shows each that is met, and why others are not', () => {
    const isShown = (shown: string) => testsIn(shown).length > 0 || /`npm (run )?[\w:-]+`/.test(shown);
    expect(
      rows.filter(({ state, shown }) => /met|in part/.test(state) && state !== 'not met' && !isShown(shown)),
    ).toEqual([]);
    for (const { id, shown } of rows) expect([id, shown.length > 5]).toEqual([id, true]);
  });

  it('names the tests of a long file that show it, so that nobody has to guess', () => {
    const guessed = rows
      .filter(({ state }) => state === 'met' || state === 'in part')
      .flatMap(({ id, shown }) => testsIn(shown).map((test) => ({ id, ...test })))
      .filter(({ file, names }) => file.startsWith('test/e2e/') && names.length === 0);
    expect(guessed).toEqual([]);
  });

  it('lists again what is not met or in part', () => {
    const section = DOCUMENT.split('\n## What is not met, or in part\n')[1]!.split('\n## ')[0]!;
    expect([...section.matchAll(/^- \*\*([\d.]+)\*\*/gm)].map(([, id]) => id).sort()).toEqual(
      idsOf('not met', 'in part').sort(),
    );
  });
});

describe('everything that it names is there:', () => {
  it('each file and command', () => {
    const files = [...DOCUMENT.matchAll(/`([\w./-]+\.(?:tsx?|mjs|json|yml))`/g)].map(([, file]) => file!);
    expect(files.length).toBeGreaterThan(200);
    expect([...new Set(files)].filter((file) => !existsSync(file))).toEqual([]);
    for (const [, name] of DOCUMENT.matchAll(/`npm (?:run )?([\w:-]+)/g))
      if (name !== 'audit' && name !== 'sbom') expect(scripts).toHaveProperty(name!);
  });

  it('each test', () => {
    const named = testsIn(DOCUMENT);
    expect(named.flatMap(({ names }) => names).length).toBeGreaterThan(150);
    const missing = named.flatMap(({ file, names }) => {
      const text = readFileSync(file, 'utf8').replaceAll("\\'", "'");
      return names.filter((name) => !text.includes(name)).map((name) => `${file}: ${name}`);
    });
    expect(missing).toEqual([]);
  });

  it('each page and heading', () => {
    for (const [, target, anchor] of DOCUMENT.matchAll(/\]\(((?!https?:)[^)#]*)(?:#([^)]+))?\)/g)) {
      const page = target === '' ? 'docs/security.md' : path.join('docs', target!);
      expect([target, existsSync(page)]).toEqual([target, true]);
      if (anchor === undefined) continue;
      const headings = [...readFileSync(page, 'utf8').matchAll(/^#+ (.+)$/gm)].map(([, heading]) => slugOf(heading!));
      expect({ page, anchor, isThere: headings.includes(anchor) }).toMatchObject({ isThere: true });
    }
  });
});

it('the levels of protection have every collection once', () => {
  const section = DOCUMENT.split('\n## Levels of protection\n')[1]!.split('\n## ')[0]!;
  const known = definitions.map(({ schema }) => schema.get('collection')!);
  const listed = [...section.matchAll(/^\| \*\*[^|]+\| ([^|]+) \|/gm)]
    .flatMap(([, cell]) => [...cell!.matchAll(/`([^`]+)`/g)].map(([, name]) => name!))
    .filter((name) => /^[a-z_]+$/.test(name));
  expect(listed.sort()).toEqual(known.sort());
});

/** The anchor that a heading gets in Markdown. */
function slugOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} -]/gu, '')
    .replaceAll(' ', '-');
}
