import type { AxeResults } from 'axe-core';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const SOURCE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** The accessibility violations that axe finds and that would keep somebody from using the page. Our pages have no frames. */
export async function seriousFaults(page: Page): Promise<string[]> {
  // What fades in has less contrast for a moment.
  const isStill = 'document.getAnimations().every(({ effect }) => effect.getTiming().iterations === Infinity)';
  await page.waitForFunction(isStill);
  // Half a megabyte, which is there until the page is loaded again.
  if (!(await page.evaluate<boolean>('"axe" in window'))) await page.evaluate(SOURCE);
  const run = "axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => violations)";
  const violations = await page.evaluate<AxeResults['violations']>(run);
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  return serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}
