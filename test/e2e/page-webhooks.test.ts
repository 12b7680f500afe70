import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { seriousFaults } from '../support/axe.js';
import { launchBrowser } from '../support/browser.js';
import { PageUser } from '../support/page-user.js';
import { sharedStack, type RunningProduct } from '../support/stack.js';

/** How an administrator adds, tests and removes webhooks, in a real browser, with a real receiver. */
describe('the page of webhooks', () => {
  let stack: RunningProduct;
  let browser: Browser;
  let page: Page;
  let receiver: http.Server;
  let answer = 200;

  beforeAll(async () => {
    receiver = http.createServer((request, response) => {
      request.resume().on('end', () => response.writeHead(answer).end());
    });
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
    browser = await launchBrowser();
    stack = await sharedStack();
    const tenant = await stack.seed();
    page = await (await browser.newContext({ locale: 'en-GB', reducedMotion: 'reduce' })).newPage();
    page.setDefaultTimeout(20_000);
    await page.goto(`${stack.url}/webhooks`);
    await new PageUser(page, '').signIn(tenant.user.email, tenant.user.password);
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    receiver?.closeAllConnections();
    receiver?.close();
  });

  it('adds one and shows its secret once, tests it, shows why it fails, and removes it', async () => {
    const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;
    await page.getByText('No webhook yet').waitFor();
    await page.getByRole('button', { name: 'Add a webhook' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Address').fill(url);
    expect(await seriousFaults(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Add', exact: true }).click();
    expect(await dialog.getByLabel('Secret').inputValue()).toMatch(/^whsec_/);
    await dialog.getByRole('button', { name: 'I have copied it' }).click();
    await page.getByRole('button', { name: `Send a test to ${url}` }).click();
    await page.getByText('Taken with 200').waitFor();
    answer = 500;
    await page.getByRole('button', { name: `Send a test to ${url}` }).click();
    await page.getByText('Not taken: it answered 500.').waitFor();
    await page.getByRole('button', { name: `Attempts at ${url}` }).click();
    await dialog.getByText('Ping').first().waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: `Remove ${url}` }).click();
    await dialog.getByRole('button', { name: 'Remove', exact: true }).click();
    await page.getByText('No webhook yet').waitFor();
  }, 90_000);
});
