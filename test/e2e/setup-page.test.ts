import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Browser } from 'playwright-core';
import { openSetupPage } from '../../scripts/setup-page.mjs';
import { Setup } from '../../scripts/setup.mjs';
import { freePort } from '../../tools/local-services/free-port.js';
import { seriousFaults } from '../support/axe.js';
import { launchBrowser } from '../support/browser.js';

/** In a browser; test/unit/setup-page.test.ts tests the rest. */
describe('the page of a set-up', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser?.close());

  it('follows the progress by itself, is accessible, and gives way to Contacts', async () => {
    const setup = new Setup();
    const shown = await openSetupPage(setup, await freePort());
    const context = await browser.newContext({ locale: 'es-ES' });
    const page = await context.newPage();
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(error.message));
    await page.goto(shown.url);
    await page.getByText('0 de 8 partes están listas.').waitFor();
    expect(await seriousFaults(page)).toEqual([]);

    await setup.during('packages', async () => undefined);
    await page.getByText('1 de 8 partes están listas.').waitFor();
    expect(await page.getByRole('listitem').first().textContent()).toContain('hecho');

    // The language that was chosen in Contacts before outranks the browser's.
    await page.evaluate(`localStorage.setItem('contacts.language', 'en')`);
    await page.reload();
    await page.getByRole('heading', { name: 'Contacts is being set up' }).waitFor();

    await shown.close();
    const gateway = createServer((_, response) => void response.end('<title>Contacts</title>Hola'));
    gateway.listen(shown.port, '127.0.0.1');
    await once(gateway, 'listening');
    await page.getByText('Hola').waitFor();
    expect(errors).toEqual([]);
    await context.close();
    gateway.close();
  });
});
