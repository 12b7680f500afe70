import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import type { Campaign, Page as ListOf, Segment } from '#contracts';
import { ApiClient } from '../support/api.js';
import { seriousFaults } from '../support/axe.js';
import { launchBrowser } from '../support/browser.js';
import { eventually } from '../support/eventually.js';
import { PageUser } from '../support/page-user.js';
import { peopleCsv } from '../support/people.js';
import { sharedStack, type RunningProduct, type SeededTenant } from '../support/stack.js';

/** Saved segments, and one person in all numbers, in a real browser. */
describe('the pages of segments and of one person', () => {
  let stack: RunningProduct;
  let tenant: SeededTenant;
  let api: ApiClient;
  let accountId: string;
  let browser: Browser;
  let page: Page;
  const problems: string[] = [];

  beforeAll(async () => {
    browser = await launchBrowser();
    stack = await sharedStack();
    tenant = await stack.seed();
    api = new ApiClient(stack.url, tenant.keys.admin);
    accountId = tenant.accounts[0]!.id;
    await api.importFile(accountId, peopleCsv(40));
    await api.importFile(tenant.accounts[1]!.id, 'id,name,tags,city\n34600000000,Jane,"vip, Dog",Rome\n');
    const context = await browser.newContext({ locale: 'en-GB', reducedMotion: 'reduce' });
    page = await context.newPage();
    page.setDefaultTimeout(30_000);
    page.on('pageerror', (error) => problems.push(error.message));
    await page.goto(`${stack.url}/contacts?accountId=${accountId}&tag=dog`);
    await new PageUser(page, '').signIn(tenant.user.email, tenant.user.password);
    await text('20 contacts');
  }, 120_000);
  afterAll(() => browser?.close());

  const button = (name: string) => page.getByRole('button', { name, exact: true });
  const dialog = () => page.getByRole('dialog');
  const text = (wanted: string) => page.getByText(wanted, { exact: true }).first().waitFor();
  const segments = async () => (await api.get<ListOf<Segment>>('/v1/segments')).items;

  it('saves the present filter under a name', async () => {
    await button('Segments').click();
    await page.getByRole('menuitem', { name: 'Save this filter' }).click();
    await dialog().getByLabel('Name', { exact: true }).fill('Dogs');
    expect(await seriousFaults(page)).toEqual([]);
    await dialog().getByRole('button', { name: 'Save' }).click();
    await text('The segment “Dogs” is saved.');
    expect(await segments()).toMatchObject([
      { name: 'Dogs', accountId, conditions: { tag: ['dog'] }, count: { value: 20, exact: true } },
    ]);
  }, 60_000);

  it('chooses a segment with only the keyboard', async () => {
    await page.goto(`${stack.url}/contacts?accountId=${accountId}`);
    await text('40 contacts');
    await button('Segments').focus();
    await page.keyboard.press('Enter');
    const item = page.getByRole('menuitem', { name: /^Dogs/ });
    await item.waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    const isFocused = () => page.evaluate<boolean>('document.activeElement.textContent.startsWith("Dogs")');
    await eventually('the segment has the focus', async () => {
      if (!(await isFocused())) await page.keyboard.press('ArrowDown');
      expect(await isFocused()).toBe(true);
    });
    await page.keyboard.press('Enter');
    await text('20 contacts');
    expect(new URL(page.url()).searchParams.getAll('tag')).toEqual(['dog']);
  }, 60_000);

  it('shows what is saved, counts it again and renames it', async () => {
    await page.getByRole('link', { name: 'Segments', exact: true }).click();
    await text('20 contacts');
    await page.getByText(/^counted /).waitFor();
    await api.post(`/v1/accounts/${accountId}/contacts`, { phone: '34600009999', name: 'New', tags: ['dog'] });
    await button('Count “Dogs” again').click();
    await text('21 contacts');
    expect(await seriousFaults(page)).toEqual([]);
    await button('Edit “Dogs”').click();
    await dialog().getByLabel('Name', { exact: true }).fill('Dog owners');
    await dialog().getByRole('button', { name: 'Save' }).click();
    await text('Dog owners');
    expect(await segments()).toMatchObject([{ name: 'Dog owners', count: { value: 21 } }]);
  }, 60_000);

  it('lets a campaign follow a segment, says so where the segment is deleted, and keeps the campaign', async () => {
    await page.goto(`${stack.url}/campaigns/new`);
    await page.getByLabel('Name', { exact: true }).fill('Summer');
    await page.getByRole('combobox', { name: 'WhatsApp number' }).click();
    await page.getByRole('option', { name: /^Account 1/ }).click();
    await page.getByRole('combobox', { name: 'Saved segment' }).click();
    await page.getByRole('option', { name: 'Dog owners' }).click();
    await page.getByText('follows this segment').waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await button('Save as a draft').click();
    await page.getByRole('heading', { name: 'Summer', level: 1 }).waitFor();
    const campaign = async () => (await api.get<ListOf<Campaign>>('/v1/campaigns')).items[0]!;
    const [segment] = await segments();
    expect(await campaign()).toMatchObject({ segmentId: segment!.id, segment: { tag: ['dog'] } });

    await page.getByRole('link', { name: 'Segments', exact: true }).click();
    await page.getByRole('link', { name: 'Summer' }).waitFor();
    await button('Delete “Dog owners”').click();
    await dialog().getByText('1 campaign uses it.').waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await dialog().getByRole('button', { name: 'Cancel' }).click();
    expect(await segments()).toHaveLength(1);
    await button('Delete “Dog owners”').click();
    await dialog().getByRole('button', { name: 'Delete' }).click();
    await text('No segment yet');
    expect(await campaign()).toMatchObject({ segmentId: null, segment: { tag: ['dog'] } });
  }, 60_000);

  it('shows one person in all numbers, from the contact or by a number as it is at hand', async () => {
    const reason = 'asked by phone';
    await api.post(`/v1/accounts/${tenant.accounts[1]!.id}/contacts/34600000000/opt-out`, { reason });
    await page.goto(`${stack.url}/contacts/${accountId}/34600000000?accountId=${accountId}`);
    await dialog().getByRole('link', { name: 'In all numbers' }).click();
    const table = page.getByRole('table', { name: '+34600000000 in your numbers' });
    await table.getByRole('row', { name: 'Name Person 0 Jane' }).waitFor();
    await table.getByRole('row', { name: 'Tag dog yes yes' }).waitFor();
    await table.getByRole('row', { name: 'city London Rome' }).waitFor();
    await table
      .getByRole('row', { name: /^Do not contact no yes, from this number Marked .* by .*: “asked by phone”$/ })
      .waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await page.getByLabel('Phone').fill('https://wa.me/34600000001');
    await button('Find').click();
    await page.getByText('Not in: Account 2').waitFor();
    await page.getByLabel('Phone').fill('34600');
    await page.keyboard.press('Enter');
    await page.getByText('No account of your organisation has a contact with this phone number.').waitFor();
  }, 60_000);

  it('looks in all numbers when one has no match', async () => {
    await page.goto(`${stack.url}/contacts?accountId=${accountId}&search=jane`);
    await button('Look in all numbers').click();
    await text('1 contact');
    expect([...new URL(page.url()).searchParams]).toEqual([['search', 'jane']]);
  }, 60_000);

  it('had no error in the console of the page', () => {
    expect(problems).toEqual([]);
  });
});
