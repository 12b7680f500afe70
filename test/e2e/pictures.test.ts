import { afterAll, beforeAll, describe, it } from 'vitest';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import mongoose from 'mongoose';
import type { Browser, Page } from 'playwright-core';
import { v7 as newId } from 'uuid';
import { makePeopleFile } from '../../tools/demo/people-file.js';
import { launchBrowser } from '../support/browser.js';
import { PageUser } from '../support/page-user.js';
import { startStack, type SeededTenant, type Stack } from '../support/stack.js';

/**
 * The folder for the pictures of the documentation. `npm run screenshots` sets it; a normal test run takes no pictures.
 */
const PICTURES = process.env.PICTURES;

const WALK_INS = [
  'id,name,tags,city',
  '34600111222,Jane Smith,cat,Vigo',
  '3460011122,Bob Jones,dog,Lugo',
  '34600111223,,dog,Vigo',
  '34600111224,,cat,Lugo',
  '34600111225,,,Vigo',
  '34600111226,Pardo, Eva,dog,Lugo',
].join('\n');

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
    const accountId = tenant.accounts[0]!.id;
    await makeHistory(stack, tenant);
    const user = new PageUser(page, folder);
    await page.goto(stack.url);
    await user.signIn(tenant.user.email, tenant.user.password);
    await user.uploadAndCheck('people.csv', makePeopleFile(3000).content);
    await take('import-checked');
    await user.startImport('people.csv');
    await page.getByRole('button', { name: 'Undo this import' }).click();
    await page.getByText('This would happen now:').waitFor();
    await take('import-undo');
    await page.getByRole('button', { name: 'Leave it' }).click();
    await page.getByRole('button', { name: 'Import another file' }).click();
    const clients = makePeopleFile(300).content.replace(
      /^.*/,
      'Número del cliente,Cliente,Etiquetas,Género,Población,Cumpleaños,Notas',
    );
    await user.chooseAndCheck('clientes.csv', clients);
    await page.getByRole('heading', { name: 'What the columns become' }).scrollIntoViewIfNeeded();
    await take('import-columns');
    await page.getByRole('button', { name: 'How the file is read' }).click();
    await page.getByRole('button', { name: 'Read the file again' }).scrollIntoViewIfNeeded();
    await take('import-reading');
    await page.getByRole('button', { name: 'Discard' }).click();
    await page.getByRole('heading', { name: 'The import of clientes.csv was cancelled' }).waitFor();
    await page.getByRole('button', { name: 'Import another file' }).click();
    await user.chooseAndCheck('walk-ins.csv', WALK_INS);
    await page.getByRole('textbox', { name: 'name, row 4' }).fill('Walk-in');
    await page.getByLabel('The same for all 3 of this kind').first().check();
    await page.getByRole('heading', { name: 'Mend rows' }).scrollIntoViewIfNeeded();
    await take('import-mend');
    await page.getByRole('button', { name: 'Discard' }).click();
    await page.getByRole('heading', { name: 'The import of walk-ins.csv was cancelled' }).waitFor();
    await page.getByRole('button', { name: 'Close' }).click();
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await page.getByRole('searchbox', { name: 'Search by name or phone' }).fill('Jane');
    await user.addCondition('dog');
    await user.addCondition('gender: male');
    await page.getByRole('button', { name: 'gender is male: switch to “is not”' }).click();
    await page.getByText('100 contacts', { exact: true }).first().waitFor();
    await take('contacts');
    await page.getByRole('button', { name: 'Segments', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Save this filter' }).click();
    await page.getByRole('dialog').getByLabel('Name', { exact: true }).fill('Dog owners called Jane');
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
    await page.getByText('is saved.').waitFor();
    await page.goto(`${stack.url}/segments`);
    await page.getByText('100 contacts', { exact: true }).waitFor();
    await take('segments');
    await page.goBack();
    await page.getByRole('link', { name: /^Jane/ }).first().click();
    await page.getByText('of people.csv').waitFor();
    await take('contact');
    await page.getByRole('dialog').getByLabel('city', { exact: true }).fill('Lyon');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('Saved').waitFor();
    await page.getByRole('button', { name: 'History' }).click();
    await page.getByText(/^Added .* by row/).waitFor();
    await page.getByText(/^Added .* by row/).scrollIntoViewIfNeeded();
    await take('contact-history');
    await page.getByRole('button', { name: 'History' }).click();
    await page.getByRole('button', { name: 'Mark as “do not contact”' }).click();
    await take('contact-opt-out');
    await page.getByRole('button', { name: 'Cancel', exact: true }).click();
    await page.goto(`${stack.url}/overview?accountId=${accountId}&days=30`);
    await page.getByRole('img', { name: /^The ten largest tags/ }).waitFor();
    await take('overview');
    await page.goBack();
    await page.getByText(/^Changed .* by you$/).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.setViewportSize({ width: 390, height: 800 });
    await take('contacts-phone-dark');
  }, 120_000);
});

/** Imports in the previous weeks, so that the charts have data. */
async function makeHistory(stack: Stack, { organisationId, accounts, user }: SeededTenant): Promise<void> {
  const mongo = await new mongoose.mongo.MongoClient(stack.env.MONGODB_URI!).connect();
  const records = Array.from({ length: 40 }, (_, index) => {
    const at = new Date(Date.now() - (40 - index) * 0.7 * 86_400_000);
    const created = 120 + ((index * 137) % 400);
    const status = index % 9 === 4 ? 'completed_with_errors' : index % 13 === 6 ? 'rejected' : 'completed';
    return {
      _id: newId() as never,
      ...{ organisationId, accountId: accounts[0]!.id, fileName: `week-${index}.csv`, fileSize: 9_000, format: 'csv' },
      ...{ status, options: {}, sourceKey: '', rows: created, processed: created, columns: [], preview: [] },
      counts: { created: status === 'rejected' ? 0 : created, updated: 0, unchanged: 0, duplicate: 0, rejected: 0 },
      ...{ warnings: [], error: null, createdAt: at, startedAt: at, finishedAt: at, updatedAt: at },
      createdBy: { kind: 'user', id: user.id },
    };
  });
  await mongo.db().collection('imports').insertMany(records);
  await mongo.close();
}
