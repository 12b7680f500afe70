import type { AxeResults } from 'axe-core';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { eventually } from './eventually.js';

const SOURCE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** The accessibility violations that axe finds and that would keep somebody from using the page. Our pages have no frames. */
export async function seriousFaults(page: Page): Promise<string[]> {
  // What fades in has less contrast for a moment. What turns for ever, such as a spinner, is not waited for.
  const moving = 'document.getAnimations().filter(({ effect }) => effect?.getTiming().iterations !== Infinity).length';
  await eventually('nothing moves', async () => {
    if ((await page.evaluate<number>(moving)) > 0) throw new Error('something still moves');
  });
  // Half a megabyte, which is there until the page is loaded again.
  if (!(await page.evaluate<boolean>('"axe" in window'))) await page.evaluate(SOURCE);
  const run = "axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => violations)";
  const violations = await page.evaluate<AxeResults['violations']>(run);
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  return serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}
