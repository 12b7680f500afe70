import { describe, expect, it } from 'vitest';
import { readdirSync, readFileSync } from 'node:fs';

const SOURCES = ['libs/contracts/src/services.ts', ...readdirSync('apps/webhooks/src').map(inWebhooks)];

function inWebhooks(name: string): string {
  return `apps/webhooks/src/${name}`;
}

/** Without indentation, because a page may indent code differently. */
function lines(text: string): string {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join('\n');
}

describe('docs/subscribing.md', () => {
  const page = readFileSync('docs/subscribing.md', 'utf8');
  const blocks = [...page.matchAll(/^ *```ts\n(.*?)^ *```$/gms)].map(([, code]) => lines(code!));
  const sources = SOURCES.map((file) => lines(readFileSync(file, 'utf8')));

  it('shows code', () => expect(blocks.length).toBeGreaterThan(3));

  it.each(blocks)('shows code that is there: %s', (block) => {
    expect(sources.some((source) => source.includes(block))).toBe(true);
  });
});
