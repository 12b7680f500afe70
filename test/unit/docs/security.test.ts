import { expect, it } from 'vitest';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const DOCUMENT = readFileSync('docs/security.md', 'utf8');
const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };

/** The rows of all tables of requirements: number, what is asked, whether it is met, and what shows it or why not. */
const rows = [...DOCUMENT.matchAll(/^\| (\d+\.\d+\.\d+) +\| (.+?) +\| (.+?) +\| (.+?) +\|$/gm)].map((match) =>
  match.slice(1),
);

it('each requirement of level 2 is there once, and met, not met or not ours', () => {
  expect(rows.length).toBeGreaterThanOrEqual(253);
  expect(new Set(rows.map(([id]) => id)).size).toBe(rows.length);
  expect([...new Set(rows.map(([, , state]) => state))].sort()).toEqual(['met', 'not met', 'not ours']);
});

it('none is met without a test or a command, and each says why not', () => {
  const tested = (shown: string) => /`[\w./-]+\.test\.ts`/.test(shown) || /`npm (run )?[\w:-]+`/.test(shown);
  expect(rows.filter(([, , state, shown]) => state === 'met' && !tested(shown!)).map(([id]) => id)).toEqual([]);
  for (const [id, , , why] of rows) expect([id, why!.length > 5]).toEqual([id, true]);
});

it('every file and every command that it names is there', () => {
  const files = [...DOCUMENT.matchAll(/`([\w./-]+\.(?:ts|mjs|json|yml))`/g)].map(([, file]) => file!);
  expect(files.length).toBeGreaterThan(200);
  expect([...new Set(files)].filter((file) => !existsSync(file))).toEqual([]);
  for (const [, name] of DOCUMENT.matchAll(/`npm (?:run )?([\w:-]+)/g))
    if (name !== 'audit' && name !== 'sbom') expect(scripts).toHaveProperty(name!);
  for (const [, target] of DOCUMENT.matchAll(/\]\(((?!https?:)[^)#]+)[^)]*\)/g))
    expect([target, existsSync(path.join('docs', target!))]).toEqual([target, true]);
});

/** What users write must not become a pattern, which may take minutes on a text that is made for it. */
it('no regular expression is made at run time but of our own texts', () => {
  const known = [
    'apps/gateway/src/http/allowed-methods.ts',
    'apps/cli/src/read-mapping.ts',
    'libs/contact-rules/src/phone-lengths.ts',
  ];
  const found = ['apps', 'libs'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .map((file) => path.join(folder, file))
      .filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file))
      .filter((file) => /new RegExp\(|\$regex|\$where/.test(readFileSync(file, 'utf8'))),
  );
  expect(found.filter((file) => !known.includes(file))).toEqual([]);
});
