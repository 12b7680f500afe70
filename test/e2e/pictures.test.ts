import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { makePeopleFile } from '../../scripts/demo/people-file.js';
import { launchBrowser } from '../support/browser.js';
import { PageUser } from '../support/page-user.js';
import { startStack, type Stack } from '../support/stack.js';

/** `npm run screenshots` says where the pictures of the documentation go; a plain test run takes none. */
const PICTURES = process.env.PICTURES;

(PICTURES ? describe : describe.skip)('the pictures of the documentation', () => {
  let stack: Stack;
  let browser: Browser;
  let page: Page;
  const folder = mkdtempSync(path.join(tmpdir(), 'contacts-pictures-'));
  const take = (name: string) => page.screenshot({ path: path.join(PICTURES!, `${name}.png`) });

  beforeAll(async () => {
    mkdirSync(PICTURES!, { recursive: true });
    browser = await launchBrowser();
    stack = await startStack();
    page = await browser.newPage({ locale: 'en-GB', viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' });
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await stack?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('are taken', async () => {
    const tenant = await stack.seed({ accounts: ['active'] });
    const user = new PageUser(page, folder);
    await page.goto(stack.url);
    await user.signIn(tenant.user.email, tenant.user.password);
    await user.uploadAndCheck('people.csv', makePeopleFile(3000).content);
    await take('import-checked');
    await user.startImport('people.csv');
    await take('import-done');
    await page.getByRole('button', { name: 'Close' }).click();
    await page.getByRole('searchbox', { name: 'Search by name or phone' }).fill('Jane');
    await user.addCondition('dog');
    await user.addCondition('gender: male');
    await page.getByRole('button', { name: 'gender is male: switch to “is not”' }).click();
    await page.getByText('100 contacts', { exact: true }).first().waitFor();
    await take('contacts');
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.setViewportSize({ width: 390, height: 800 });
    await take('contacts-phone-dark');
  }, 120_000);
});
