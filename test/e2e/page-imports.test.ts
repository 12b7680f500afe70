import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import mongoose from 'mongoose';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import type { Contact, Import, Page as ListPage } from '#contracts';
import { ApiClient } from '../support/api.js';
import { seriousFaults } from '../support/axe.js';
import { launchBrowser } from '../support/browser.js';
import { eventually } from '../support/eventually.js';
import { PageUser } from '../support/page-user.js';
import { peopleCsv } from '../support/people.js';
import { startStack, type SeededTenant, type Stack } from '../support/stack.js';
import { TcpRelay } from '../support/tcp-relay.js';

/** Imports that fail, are interrupted, or are watched from elsewhere, in a real browser with the real services. */
describe('the page of imports', () => {
  let stack: Stack;
  let tenant: SeededTenant;
  let api: ApiClient;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let mongo: mongoose.mongo.MongoClient;
  /** The browser's way to the gateway, where a test cuts it. */
  let relay: TcpRelay;
  let user: PageUser;
  const folder = mkdtempSync(path.join(tmpdir(), 'contacts-imports-'));
  const problems: string[] = [];

  beforeAll(async () => {
    browser = await launchBrowser();
    // Small batches, one at a time: without the contacts service, an import soon stops progressing.
    const confirm = { CONFIRM_CHANGED_PERCENT: '50', CONFIRM_CHANGED_CONTACTS: '20' };
    const env = { IMPORT_BATCH_ROWS: '50', IMPORT_BATCHES_IN_FLIGHT: '1', ...confirm };
    stack = await startStack({ together: ['gateway', 'importer'], services: ['contacts'], env });
    tenant = await stack.seed({ accounts: ['active'] });
    api = new ApiClient(stack.url, tenant.keys.admin);
    relay = await TcpRelay.before(stack.url);
    mongo = await new mongoose.mongo.MongoClient(stack.env.MONGODB_URI!).connect();
    context = await browser.newContext({ locale: 'en-GB', reducedMotion: 'reduce', acceptDownloads: true });
    page = await open();
    user = new PageUser(page, folder);
    await page.goto(`${stack.url}/imports`);
    await user.signIn(tenant.user.email, tenant.user.password);
    await page.getByText('No import yet').waitFor();
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await mongo?.close();
    relay?.close();
    await stack?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  async function open(): Promise<Page> {
    const opened = await context.newPage();
    opened.setDefaultTimeout(30_000);
    opened.on('pageerror', (error) => problems.push(error.message));
    // The browser's question when the user leaves during an upload.
    opened.on('dialog', (dialog) => void dialog.accept());
    return opened;
  }
  const dialog = (): Locator => page.getByRole('dialog');
  const heading = (name: string | RegExp, on = page) => on.getByRole('heading', { name });
  const button = (name: string | RegExp) => dialog().getByRole('button', { name });
  const close = () => button('Close').click();
  const newest = async () => (await api.get<ListPage<Import>>('/v1/imports?limit=1')).items[0]!;

  it("shows the API's reason when it refuses a file", async () => {
    await user.upload('bad.csv', 'name,city\nJane,London\n');
    await heading('bad.csv was refused').waitFor();
    const refused = await newest();
    await dialog().getByRole('alert').getByText(refused.error!.message).waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await close();
  }, 120_000);

  it('reads a file as the user says, before the upload, after a refusal and in the preview', async () => {
    await user.upload('title.csv', 'Customers 2026\nid;name;note\n(020) 7946 0123;Jane;Rome\n');
    await heading('title.csv was refused').waitFor();
    await dialog().getByRole('alert').getByText('one cell only, "Customers 2026"').waitFor();
    await page.reload();
    await dialog().getByLabel('Row with the names of the columns').fill('2');
    expect(await seriousFaults(page)).toEqual([]);
    await button('Read the file again').click();
    await heading('title.csv is checked').waitFor();
    await dialog().getByText('0 of 1 row can go in').waitFor();

    await button('How the file is read').click();
    await dialog().getByRole('combobox', { name: 'Country of numbers without a country code' }).click();
    await page.getByRole('option', { name: 'United Kingdom' }).click();
    expect(await seriousFaults(page)).toEqual([]);
    await button('Read the file again').click();
    await dialog().getByText('is read as one of United Kingdom: 02079460123 → 442079460123.').waitFor();
    await button('Import 1 contact').click();
    await heading('title.csv is in').waitFor();
    expect(await api.contacts('search=442079460123')).toMatchObject({ items: [{ name: 'Jane' }] });
    await page.goto(`${stack.url}/imports`);
  }, 120_000);

  it('shows how it reads a file, removes blank columns only on request, and offers the error file', async () => {
    await api.importFile(tenant.accounts[0]!.id, peopleCsv(20), { start: 'auto', fileName: 'first.csv' });
    const file = `id,name,city\n34600000000,Jane,\n34600000099,New,\n12,Wrong,\n`;
    await user.uploadAndCheck('blank.csv', file);
    await button('Details and history').waitFor();
    await dialog().getByText('Removes “city” from 20 contacts').waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await dialog().getByLabel('Yes, remove these values').check();
    await button('Import 2 contacts').click();
    await heading('blank.csv is in, except for some rows').waitFor();
    const downloaded = page.waitForEvent('download');
    await dialog().getByRole('link', { name: 'Download the rows with problems' }).click();
    expect(readFileSync(await (await downloaded).path(), 'utf8')).toContain('12,Wrong,');
    expect(await api.contacts('hasValue=city')).toMatchObject({ count: { value: 0 } });

    // One contact was created, one was updated, and the others lost their city.
    await dialog().getByRole('link', { name: 'Show the contacts it touched' }).click();
    await page.getByText('21 contacts', { exact: true }).first().waitFor();
    await page.getByText('brought or changed by').waitFor();
    await page.getByRole('searchbox').fill('new');
    await page.getByText('1 contact', { exact: true }).first().waitFor();
    await page.getByRole('button', { name: 'Remove filter brought or changed by blank.csv' }).click();
    await page.getByRole('button', { name: 'Clear filters' }).waitFor({ state: 'detached' });
  }, 120_000);

  it('mends rows by keyboard, the same for all of a kind, without another upload', async () => {
    const rows = ['12,Bob,', '34600000051,,', '34600000052,,', '34600000053,Ann,x'];
    await user.uploadAndCheck('mend.csv', ['id,name,city', ...rows].join('\n'));
    await heading('Mend rows').waitFor();
    const cell = (column: string, row: number) => dialog().getByRole('textbox', { name: `${column}, row ${row}` });
    expect(await cell('id', 2).getAttribute('aria-invalid')).toBe('true');
    const reason = (await cell('id', 2).getAttribute('aria-describedby'))!;
    expect(await dialog().locator(`[id="${reason}"]`).textContent()).toContain('No country has phone numbers');
    await cell('id', 2).focus();
    await page.keyboard.type('34600000050');
    await page.keyboard.press('Escape');
    expect(await cell('id', 2).inputValue()).toBe('12');
    await page.keyboard.press('Control+A');
    await page.keyboard.type('34600000050');
    await cell('name', 2).focus();
    await page.keyboard.press('Enter');
    await page.keyboard.type('Customer');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    expect(await dialog().getByLabel('The same for all 2 of this kind').first().isChecked()).toBe(true);
    expect(await cell('name', 4).inputValue()).toBe('Customer');
    expect(await seriousFaults(page)).toEqual([]);
    await button('Check again as mended').press('Enter');
    await dialog().getByText('4 of 4 rows can go in').waitFor();
    await page.reload();
    await dialog().getByText('3 rows were mended here').waitFor();
    await button('Take back row 2').waitFor();
    await button('Take back: name: “” becomes “Customer” in every row').click();
    await dialog().getByText('2 of 4 rows can go in').waitFor();
    await dialog().getByLabel('Leave out all 2 with this problem').first().check();
    await button('Check again as mended').click();
    await dialog().getByText('2 of 2 rows can go in').waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await button('Import 2 contacts').click();
    await heading('mend.csv is in').waitFor();
    expect(await api.contacts('search=34600000050')).toMatchObject({ items: [{ name: 'Bob' }] });
    await page.goto(`${stack.url}/imports`);
  }, 120_000);

  it('keeps what is chosen for columns while rows are mended, and what is typed while a mend is taken back', async () => {
    await user.uploadAndCheck('both.csv', 'id,name,Sitio\n12,Bob,Lugo\n34600000061,Ann,Vigo\n');
    const cell = (column: string) => dialog().getByRole('textbox', { name: `${column}, row 2` });
    const nameOfValue = dialog().getByLabel('Name of the value from “Sitio”');
    await cell('id').fill('34600000060');
    await nameOfValue.fill('town');
    await button('How the file is read').click();
    await dialog().getByLabel('Row with the names of the columns').fill('2');
    await dialog().getByText('what you typed or chose and have not checked yet is lost').waitFor();
    await dialog().getByLabel('Row with the names of the columns').fill('');
    await button('Check again as mended').click();
    await dialog().getByText('2 of 2 rows can go in').waitFor();
    expect(await nameOfValue.inputValue()).toBe('town');
    await cell('name').fill('Rob');
    await button('Take back row 2').click();
    await dialog().getByText('1 of 2 rows can go in').waitFor();
    expect(await cell('name').inputValue()).toBe('Rob');
    await cell('id').fill('34600000060');
    await button('Check again as mended').click();
    await dialog().getByText('2 of 2 rows can go in').waitFor();
    await button('Check again with these columns').click();
    await button('Import 2 contacts').click();
    await heading('both.csv is in').waitFor();
    const { items } = await api.contacts('search=3460000006');
    expect(items.map(({ name, values }) => [name, values])).toEqual([
      ['Rob', { town: 'Lugo' }],
      ['Ann', { town: 'Vigo' }],
    ]);
    await page.goto(`${stack.url}/imports`);
  }, 120_000);

  it('shows what each column becomes, lets it be changed by keyboard, and knows it for the next file', async () => {
    const rows = ['34600000041,Ana,García,Lugo', '34600000042,Eva,,Vigo'];
    await user.uploadAndCheck('columns.csv', ['Contacto,Quién,Cuál,Sitio', ...rows].join('\n'));
    await dialog().getByText('"Contacto" is read as the phone number').waitFor();
    const select = (column: string) => dialog().getByLabel(`What the column “${column}” becomes`);
    await dialog()
      .getByRole('row', { name: /Contacto/ })
      .getByText('34600000042')
      .waitFor();
    expect(await select('Contacto').inputValue()).toBe('id');
    await select('Cuál').focus();
    await page.keyboard.press('F');
    expect(await select('Cuál').inputValue()).toBe('familyName');
    await dialog().getByText('The name is one column, or its parts are').waitFor();
    expect(await button('Check again').isDisabled()).toBe(true);
    await select('Quién').selectOption('Given name');
    await dialog().getByLabel('Name of the value from “Sitio”').fill('city');
    expect(await seriousFaults(page)).toEqual([]);
    await button('Check again with these columns').click();
    await button('Import 2 contacts').click();
    await heading('columns.csv is in').waitFor();
    const { items } = await api.contacts('search=3460000004');
    expect(items.map(({ name, values }) => [name, values])).toEqual([
      ['Ana García', { city: 'Lugo' }],
      ['Eva', { city: 'Vigo' }],
    ]);
    await button('Import another file').click();
    await user.chooseAndCheck('again.csv', `Sitio,Contacto,Cuál,Quién\nLeón,34600000043,Sanz,Luis\n`);
    await dialog().getByText('as in an earlier file').first().waitFor();
    expect(await select('Cuál').inputValue()).toBe('familyName');
    await button('Discard').click();
    await heading('The import of again.csv was cancelled').waitFor();
    await close();
  }, 120_000);

  it('lets the number be typed before much of the account changes', async () => {
    await user.uploadAndCheck('all.csv', peopleCsv(20, { city: () => 'Lisbon' }).replaceAll('Person', 'Someone'));
    await dialog().getByText('it would change 20 contacts').waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    expect(await button('Import 20 contacts').isDisabled()).toBe(true);
    await dialog().getByLabel('Type 20 to confirm').fill('2');
    expect(await button('Import 20 contacts').isDisabled()).toBe(true);
    await dialog().getByLabel('Type 20 to confirm').fill('20');
    await button('Import 20 contacts').click();
    await heading('all.csv is in').waitFor();
    await close();
  }, 120_000);

  it('goes on with an upload after a lost connection, a pause and a reload, with the same file only', async () => {
    const content = peopleCsv(8_000, { firstPhone: 34610000000 });
    const stored = async () =>
      (await mongo.db().collection('uploads').findOne({ fileName: 'slow.csv' }))!.offset as number;
    await page.goto(`http://127.0.0.1:${relay.port}/contacts`);
    await page.getByRole('searchbox').waitFor();
    let cut = relay.cut('up', 150_000);
    await user.upload('slow.csv', content);
    await cut;
    relay.goAway();
    await dialog().getByText('There is no connection. The upload goes on by itself').waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await eventually('what came is kept', async () => expect(await stored()).toBeGreaterThan(0));
    const first = await stored();

    relay.comeBack();
    cut = relay.cut('up', 100_000);
    await cut;
    relay.goAway();
    await eventually('it went on by itself', async () => expect(await stored()).toBeGreaterThan(first));
    const second = await stored();
    const goOn = button('Go on');
    await button('Pause').click();
    await heading('The upload of slow.csv is paused').waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await goOn.focus();
    await page.keyboard.press('Enter');
    await heading('Uploading slow.csv').waitFor();
    await button('Pause').click();
    await goOn.waitFor();

    relay.comeBack();
    await page.reload();
    await heading('The upload of slow.csv was interrupted').waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    const other = path.join(folder, 'other.csv');
    writeFileSync(other, content.replace('34610000000', '34610000009'));
    await page.locator('input[type=file]').setInputFiles(other);
    await dialog().getByText('That is another file, or it has changed').waitFor();
    const sent = page.waitForRequest((request) => request.method() === 'PATCH');
    await page.locator('input[type=file]').setInputFiles(path.join(folder, 'slow.csv'));
    expect((await sent).headers()['upload-offset']).toBe(String(second));
    await heading('slow.csv is checked').waitFor();
    await dialog().getByText('8,000 of 8,000 rows can go in').waitFor();
    await button('Discard').click();
    await heading('The import of slow.csv was cancelled').waitFor();
    await close();
    const named = (await api.get<ListPage<Import>>('/v1/imports')).items.filter((one) => one.fileName === 'slow.csv');
    expect(named).toHaveLength(1);
  }, 120_000);

  it('is followed live in two tabs, through a reload and while a service is away', async () => {
    await user.uploadAndCheck('long.csv', peopleCsv(400, { firstPhone: 34620000000 }));
    const other = await open();
    await other.goto(page.url());
    await heading('long.csv is checked', other).waitFor();
    await stack.kill('contacts');
    await button('Import 400 contacts').click();
    await heading('Importing long.csv').waitFor();
    await heading('Importing long.csv', other).waitFor();
    await dialog().getByText('Standing still').waitFor();
    await page.reload();
    await heading('Importing long.csv').waitFor();

    await api.upload(tenant.accounts[0]!.id, 'id,name\n34600000001,Ana\n', { start: 'auto', fileName: 'next.csv' });
    await other.goto(`${stack.url}/imports`);
    await other.getByRole('link', { name: 'after long.csv' }).waitFor();
    await stack.start('contacts');
    await heading('long.csv is in').waitFor();
    await other.getByText('400 new').waitFor();
    await other.close();
    await close();
  }, 120_000);

  it('stops when it is cancelled, and shows what was imported', async () => {
    await user.uploadAndCheck('stopped.csv', peopleCsv(400, { firstPhone: 34630000000 }));
    await stack.kill('contacts');
    await button('Import 400 contacts').click();
    await button('Cancel the import').click();
    const told = page.waitForResponse('**/cancel');
    await page.getByRole('button', { name: 'Stop the import' }).click();
    expect((await told).status()).toBe(200);
    await stack.start('contacts');
    await heading('The import of stopped.csv was cancelled').waitFor();
    const { counts } = await newest();
    expect(counts.unprocessed).toBeGreaterThan(0);
    expect(counts.created + counts.unprocessed).toBe(400);
    const { count } = await api.get<ListPage<Contact>>(`/v1/contacts?search=3463&limit=1`);
    expect(count.value).toBe(counts.created);
    await close();
  }, 120_000);

  it('lists imports by state, and shows the states that one went through', async () => {
    await page.goto(`${stack.url}/imports?status=completed`);
    const lines = page.getByRole('list', { name: 'List of imports' }).getByRole('listitem');
    await lines.filter({ hasText: 'long.csv' }).waitFor();
    expect(await lines.filter({ hasText: 'bad.csv' }).count()).toBe(0);
    await page.getByRole('link', { name: 'long.csv' }).click();
    const states = dialog().getByRole('list', { name: 'States of this import' }).getByRole('listitem');
    await states.last().getByText('Completed').waitFor();
    expect(await states.count()).toBe(5);
    await dialog().getByText('you', { exact: true }).waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await close();
  }, 120_000);

  it('undoes an import after a forecast, and does it again, with only the keyboard', async () => {
    const changed = { phone: '34620000000', name: 'Changed since' };
    await api.post(`/v1/accounts/${tenant.accounts[0]!.id}/contacts`, changed);
    await page.getByRole('link', { name: 'long.csv' }).click();
    const press = async (name: string) => {
      await button(name).focus();
      await page.keyboard.press('Enter');
    };
    const says = (text: string) => dialog().getByText(text).first().waitFor();
    await press('Undo this import');
    await says('399 contacts that it added lose their tags and values, and no campaign reaches them');
    await says('1 contact stays as it is, because it was changed since');
    await says('Changed since (+34620000000)');
    expect(await seriousFaults(page)).toEqual([]);
    // The focus is on the answer that changes nothing.
    await page.keyboard.press('Enter');
    await press('Undo this import');
    await says('This would happen now:');
    await press('Undo this import');
    await dialog().getByText('Undone', { exact: true }).waitFor();
    await says('399 contacts that it added lose their tags and values');
    expect(await seriousFaults(page)).toEqual([]);
    expect((await api.contacts('search=34620000001')).items).toMatchObject([{ tags: [], takenBack: true }]);

    const inList = page.locator('li', { hasText: 'long.csv' }).getByText('Undone');
    await inList.waitFor();

    await press('Do it again');
    await says('399 contacts become again what they were before');
    await press('Do it again');
    await dialog().getByText('Undone', { exact: true }).nth(1).waitFor();
    expect((await api.contacts('search=34620000001')).items).toMatchObject([{ takenBack: false }]);
    await inList.waitFor({ state: 'hidden' });
    await close();
  }, 120_000);

  it('shows what was imported as a chart and as a table', async () => {
    await page.goto(`${stack.url}/overview?accountId=${tenant.accounts[0]!.id}`);
    await page.getByRole('img', { name: /^The ten largest tags/ }).waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await page.getByRole('button', { name: 'As a table: The ten largest tags' }).click();
    const { count } = await api.get<ListPage<Contact>>('/v1/contacts?tag=cat&limit=1');
    await page.getByRole('row', { name: `cat ${count.value}` }).waitFor();
    await page.getByRole('button', { name: 'As a table: Contacts over time' }).click();
    const { count: all } = await api.get<ListPage<Contact>>('/v1/contacts?limit=1');
    await page.getByRole('table').first().getByRole('row').nth(1).getByText(String(all.value)).waitFor();
  }, 120_000);

  it('had no error in the console of the page', () => {
    expect(problems).toEqual([]);
  });
});
