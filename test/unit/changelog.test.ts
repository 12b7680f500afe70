import { describe, expect, it } from 'vitest';
import { readFileSync } from 'node:fs';

const GROUPS = ['Added', 'Changed', 'Deprecated', 'Removed', 'Fixed', 'Security'];
const HEADING = /^\[(?:Unreleased|(\d+)\.(\d+)\.(\d+))\](?: - (\d{4}-\d\d-\d\d))?$/;

/** The headings of a level, with the text below each. */
function sections(text: string, mark: string): { heading: string; body: string }[] {
  return text
    .split(new RegExp(`^${mark} `, 'm'))
    .slice(1)
    .map((section) => ({ heading: section.split('\n')[0]!, body: section.slice(section.indexOf('\n')) }));
}

/** What is wrong with a changelog, as Keep a Changelog wants it; `version`: that of package.json. */
function faults(text: string, version: string): string[] {
  const found: string[] = [];
  if (!text.startsWith('# Changelog\n')) found.push('it has no title');
  const releases = sections(text, '##').map(({ heading, body }) => ({ heading, body, match: HEADING.exec(heading) }));
  if (releases[0]?.heading !== '[Unreleased]') found.push('it does not begin with [Unreleased]');
  const numbers: number[] = [];
  for (const { heading, body, match } of releases) {
    if (!match) found.push(`"${heading}" is not "[1.2.3] - 2026-11-29"`);
    else if (match[1] !== undefined) {
      if (!match[4] || Number.isNaN(Date.parse(match[4]))) found.push(`${heading} has no date`);
      numbers.push(Number(match[1]) * 1e8 + Number(match[2]) * 1e4 + Number(match[3]));
    }
    const groups = sections(body, '###');
    for (const group of groups) {
      if (!GROUPS.includes(group.heading)) found.push(`"${group.heading}" is not one of ${GROUPS.join(', ')}`);
      if (!/^- /m.test(group.body)) found.push(`${heading} ${group.heading} is empty`);
    }
    if (groups.length === 0 && heading !== '[Unreleased]') found.push(`${heading} says nothing`);
  }
  if (numbers.some((number, index) => index > 0 && number >= numbers[index - 1]!))
    found.push('versions are not in descending order');
  if (!text.includes(`[${version}]`) && !/\[Unreleased\]\n[^]*?^- /m.test(text))
    found.push(`version ${version} of package.json is neither released nor described as unreleased`);
  return found;
}

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };

describe('CHANGELOG.md', () => {
  it('keeps its form, and describes the version in package.json', () => {
    expect(faults(readFileSync('CHANGELOG.md', 'utf8'), version)).toEqual([]);
  });

  it.each([
    ['## [Unreleased]\n### Added\n- x\n', 'it has no title'],
    ['# Changelog\n## [1.0.0] - 2026-11-29\n### Added\n- x\n', 'it does not begin with [Unreleased]'],
    ['# Changelog\n## [Unreleased]\n## [1.0.0]\n### Added\n- x\n', '[1.0.0] has no date'],
    ['# Changelog\n## [Unreleased]\n## 1.0.0 - 2026-11-29\n', '"1.0.0 - 2026-11-29" is not "[1.2.3] - 2026-11-29"'],
    ['# Changelog\n## [Unreleased]\n### New\n- x\n', `"New" is not one of ${GROUPS.join(', ')}`],
    ['# Changelog\n## [Unreleased]\n### Added\n', '[Unreleased] Added is empty'],
    [
      '# Changelog\n## [Unreleased]\n## [1.0.0] - 2026-11-29\n### Added\n- x\n## [1.0.1] - 2026-11-30\n### Added\n- x\n',
      'versions are not in descending order',
    ],
    ['# Changelog\n## [Unreleased]\n', 'version 1.0.0 of package.json is neither released nor described as unreleased'],
  ])('is faulty: %j', (text, fault) => {
    expect(faults(text, '1.0.0')).toContain(fault);
  });
});
