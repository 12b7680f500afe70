import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { seriousFaults } from '../support/axe.js';
import { launchBrowser } from '../support/browser.js';
import { PageUser } from '../support/page-user.js';
import { sharedStack, type RunningProduct, type SeededTenant } from '../support/stack.js';

const FILE = `id,name,tags,gender,city
44687985632,Jane Smith,"cat, dog",female,london
44986523145,Jane Thomas,dog,female,manchester
447700900103,Jane Male,dog,male,leeds
447700900106,John Dog,dog,female,bath
`;

/** A real browser with the real services, used like a marketing user would. */
describe('the page', () => {
  let stack: RunningProduct;
  let tenant: SeededTenant;
  let browser: Browser;
  let page: Page;
  let user: PageUser;
  const folder = mkdtempSync(path.join(tmpdir(), 'contacts-page-'));
  const problems: string[] = [];

  beforeAll(async () => {
    browser = await launchBrowser();
    stack = await sharedStack();
    tenant = await stack.seed({ accounts: ['active'] });
    const context = await browser.newContext({ locale: 'en-GB', acceptDownloads: true });
    page = await context.newPage();
    page.setDefaultTimeout(20_000);
    user = new PageUser(page, folder);
    page.on('pageerror', (error) => problems.push(error.message));
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('explains that a password is wrong, and signs in with the right one', async () => {
    await page.goto(stack.url);
    await page.getByLabel('E-mail').waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await user.signIn(tenant.user.email, 'wrong');
    await page.getByRole('alert').waitFor();
    await user.signIn(tenant.user.email, tenant.user.password);
    await page.getByRole('heading', { name: 'Contacts' }).waitFor();
  }, 60_000);

  it('imports a file: uploads it, shows how it reads it, and starts on request', async () => {
    await user.uploadAndCheck('contacts.csv', FILE);
    await user.startImport('contacts.csv');
    await page.getByRole('button', { name: 'Close' }).click();
    await rowCount(4);
  }, 60_000);

  it('filters by search, tag and an excluded value, and keeps the filter in the address', async () => {
    await page.getByRole('searchbox', { name: 'Search by name or phone' }).fill('Jane');
    await rowCount(3);
    await user.addCondition('dog');
    await user.addCondition('gender: male');
    await page.getByRole('button', { name: 'gender is male: switch to “is not”' }).click();
    await rowCount(2);
    const address = new URL(page.url()).searchParams;
    expect({ search: address.get('search'), tag: address.getAll('tag'), notValue: address.getAll('notValue') }).toEqual(
      {
        search: 'Jane',
        tag: ['dog'],
        notValue: ['gender:male'],
      },
    );
  }, 60_000);

  it('downloads what it shows, and finds it unchanged when it is imported again', async () => {
    const downloaded = page.waitForEvent('download');
    await page.getByRole('button', { name: /^Download/ }).click();
    await page.getByRole('button', { name: 'Prepare the file' }).click();
    const download = await downloaded;
    expect(download.suggestedFilename()).toMatch(/^contacts-.*\.csv$/);
    const content = readFileSync(await download.path(), 'utf8');
    expect(content.split('\r\n')[1]).toBe('44687985632,Jane Smith,"cat, dog",london,female');
    await page.keyboard.press('Escape');

    await user.uploadAndCheck('again.csv', content);
    await user.startImport('again.csv');
    await page
      .getByText(/unchanged/i)
      .first()
      .waitFor();
  }, 60_000);

  it('had no error in the console of the page', () => {
    expect(problems).toEqual([]);
  });

  async function rowCount(count: number): Promise<void> {
    const rows = page.getByRole('region', { name: 'List of contacts' }).locator('tbody tr[aria-rowindex]');
    await page
      .getByText(new RegExp(`^${count} contacts?$`))
      .first()
      .waitFor();
    expect(await rows.count()).toBe(count);
  }
});
