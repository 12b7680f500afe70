import { describe, expect, it } from 'vitest';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { defaultLimits } from '#contracts';

const DOCUMENT = readFileSync('docs/operating.md', 'utf8');

/** A section without its heading. */
function section(heading: string): string {
  const text = DOCUMENT.split(`\n## ${heading}\n`)[1];
  if (text === undefined) throw new Error(`docs/operating.md has no section ${heading}`);
  return text.split('\n## ')[0]!;
}

/** The files of the services, without tests and the page. */
function sources(): string[] {
  return ['apps', 'libs'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.ts$/.test(file) && !/\.test\.ts$|^admin\//.test(file))
      .map((file) => readFileSync(path.join(folder, file), 'utf8')),
  );
}

/** What the code says in its calls of a logger, except what it puts together. */
function messages(): Set<string> {
  const found = new Set<string>();
  for (const text of sources())
    for (const call of text.matchAll(/\b(?:logger|log)\??(?:\.(?:info|warn|error|fatal|debug)|\[\w+\])\(/g)) {
      let [depth, end] = [1, call.index + call[0].length];
      for (; depth > 0; end++) depth += text[end] === '(' ? 1 : text[end] === ')' ? -1 : 0;
      const literals = [...text.slice(call.index + call[0].length, end - 1).matchAll(/'([^'\n]+)'|`[^`]+`/g)];
      const last = literals.at(-1)?.[1];
      if (last !== undefined) found.add(last);
    }
  return found;
}

it('the table of logs has each line that a service writes, and no other', () => {
  const documented = [...section('Logs').matchAll(/`([^`]+)`/g)].map(([, text]) => text!);
  const said = messages();
  expect(said.size).toBeGreaterThan(40);
  expect([...said].filter((message) => !documented.includes(message))).toEqual([]);
  const [ofServices] = section('Logs').split('\nThere are other logs');
  const rows = ofServices!.split('\n').filter((line) => line.startsWith('| ') && !line.includes('(`msg`)'));
  const listed = rows.flatMap((row) => [...row.matchAll(/`([^`]+)`/g)].map(([, text]) => text!));
  expect(listed.filter((text) => !said.has(text))).toEqual([]);
});

describe('the table of limits', () => {
  const variableOf = (name: string): string => `LIMIT_${name.replace(/[A-Z]/g, '_$&').toUpperCase()}`;
  const UNITS: Record<string, number> = { MiB: 1024 ** 2, million: 1e6 };
  const rows = [...section('Limits').matchAll(/^\| (`LIMIT_[^|]+) \| ([^|]+) \|$/gm)];
  const documented = rows.flatMap(([, names, values]) =>
    [...names!.matchAll(/`(LIMIT_\w+)`/g)].map(([, name], index) => {
      const [, number, unit] = /^([\d,]+)(?: (MiB|million))?/.exec(values!.split(/, (?=\d)/)[index]!)!;
      return [name!, Number(number!.replaceAll(',', '')) * (UNITS[unit ?? ''] ?? 1)] as const;
    }),
  );

  it('has the defaults of the product', () => {
    expect(documented.length).toBeGreaterThan(8);
    const byVariable = Object.entries(defaultLimits).map(([name, value]) => [variableOf(name), value]);
    expect(Object.fromEntries(byVariable)).toMatchObject(Object.fromEntries(documented));
  });

  it('has every limit against guessing and floods', () => {
    const names = Object.keys(defaultLimits).filter((name) => /PerMinute|openImports|uploadBytes$|rows/.test(name));
    expect(documented.map(([name]) => name)).toEqual(expect.arrayContaining(names.map(variableOf)));
  });
});
