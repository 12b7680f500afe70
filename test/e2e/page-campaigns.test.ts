import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Queue } from 'bullmq';
import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { eventQueueName, type Campaign, type DeadLetter, type Import, type Page as ListPage } from '#contracts';
import { ApiClient } from '../support/api.js';
import { seriousFaults } from '../support/axe.js';
import { launchBrowser } from '../support/browser.js';
import { eventually } from '../support/eventually.js';
import { PageUser } from '../support/page-user.js';
import { startStack, type SeededTenant, type Stack } from '../support/stack.js';

/** Two contacts with dog, one with cat, one with neither tag nor value. */
const FILE = `id,name,tags,city
44687985632,Jane Smith,dog,London
44986523145,Jane Thomas,dog,Leeds
447700900103,John Cat,cat,London
447700900106,Nobody Knows,,
`;

/** Campaigns from the segment to the frozen audience, and events that failed, in a real browser. */
describe('the pages of campaigns and operations', () => {
  let stack: Stack;
  let tenant: SeededTenant;
  let api: ApiClient;
  let browser: Browser;
  let page: Page;
  let user: PageUser;
  const problems: string[] = [];

  beforeAll(async () => {
    browser = await launchBrowser();
    stack = await startStack({
      together: ['gateway', 'importer', 'campaigns'],
      services: ['contacts'],
      env: { ATTEMPTS: '2', BACKOFF_MS: '20' },
    });
    tenant = await stack.seed({ accounts: ['active'] });
    api = new ApiClient(stack.url, tenant.keys.admin);
    await api.importFile(tenant.accounts[0]!.id, FILE);
    // A time zone without summer time, and with an offset from UTC that is not a whole number of hours.
    const context = await browser.newContext({
      locale: 'en-GB',
      timezoneId: 'Asia/Kolkata',
      acceptDownloads: true,
      reducedMotion: 'reduce',
    });
    page = await context.newPage();
    page.setDefaultTimeout(20_000);
    page.on('pageerror', (error) => problems.push(error.message));
    user = new PageUser(page, '');
    await page.goto(`${stack.url}/campaigns`);
    await user.signIn(tenant.user.email, tenant.user.password);
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await stack?.stop();
  });

  const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true });
  const dialog = () => page.getByRole('dialog');
  const panel = (name: string) => page.getByRole('region', { name, exact: true });
  const reach = (text: string) => panel('Reach').getByText(text, { exact: true }).waitFor();

  it('explains what a campaign is, and shows its reach and exclusions before it is saved', async () => {
    await page.getByText('No campaign yet').waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await page.getByRole('link', { name: 'New campaign' }).click();
    await button('Schedule').click();
    await page.getByText('Give the campaign a name.').waitFor();
    await page.getByText('Add at least one tag or value first.').waitFor();
    await page.getByLabel('Name', { exact: true }).fill('Spring sale');
    await user.addCondition('dog');
    await reach('2 contacts');
    await panel('Reach').getByText('Nobody is left out.').waitFor();
    await panel('Reach')
      .getByText(/^Up to date/)
      .waitFor();
    await button('Tag has dog: switch to “has not”').click();
    await reach('1 contact');
    await panel('Reach').getByText('Without any tag or value').waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    const unsaved = /^You have not saved your changes/;
    const link = page.getByRole('link', { name: 'Imports', exact: true });
    expect(await user.answer(false, () => link.click())).toMatch(unsaved);
    await page.getByRole('button', { name: /^Settings and sign-out/ }).click();
    const signOut = page.getByRole('menuitem', { name: 'Sign out' });
    expect(await user.answer(false, () => signOut.click())).toMatch(unsaved);
    await button('Save as a draft').click();
    await page.getByRole('heading', { name: 'Spring sale', level: 1 }).waitFor();
    expect(new URL(page.url()).pathname).toMatch(/^\/campaigns\/[\w-]{36}$/);
  }, 60_000);

  it('follows changes of contacts, and reads all contacts again when an administrator asks for it', async () => {
    await button('Tag has not dog: switch to “has”').click();
    await reach('2 contacts');
    await api.importFile(tenant.accounts[0]!.id, 'id,name,tags\n447700900107,Dora Dog,dog\n');
    await page.reload();
    await button('Tag has not dog: switch to “has”').click();
    await reach('3 contacts');
    await button('Save').click();
    await page.getByText('The draft is saved.').waitFor();
    await button('Read all contacts again').click();
    await panel('Reach')
      .getByText(/^All contacts were read again/)
      .waitFor();
  }, 60_000);

  it('is scheduled for a date and time of the person’s zone, and taken back to change it', async () => {
    await button('Schedule').click();
    await dialog().getByText('In your time zone, Asia/').waitFor();
    await dialog().getByRole('button', { name: 'Schedule', exact: true }).click();
    await dialog().getByText('Choose a date and time that is still to come.').waitFor();
    await dialog().getByRole('button', { name: 'Date and time' }).click();
    await page.getByRole('button', { name: 'Next month' }).click();
    await page.getByRole('button', { name: /^15 / }).click();
    await page.getByRole('spinbutton', { name: 'Hours' }).fill('09');
    await page.getByRole('spinbutton', { name: 'Minutes' }).fill('30');
    expect(await seriousFaults(page)).toEqual([]);
    await page.keyboard.press('Enter');
    await dialog().getByRole('button', { name: 'Schedule', exact: true }).click();
    await page.getByText('Scheduled', { exact: true }).waitFor();
    await panel('Campaign')
      .getByText(/^15 .*, 09:30$/)
      .waitFor();
    const [scheduled] = (await api.get<ListPage<{ scheduledAt: string }>>('/v1/campaigns')).items;
    expect(scheduled!.scheduledAt).toMatch(/-15T04:00:00/);
    expect(await seriousFaults(page)).toEqual([]);
    await button('Change it').click();
    await page.getByText('It is a draft again').waitFor();
  }, 60_000);

  it('freezes its audience now, lists and downloads it, and marks the campaign as done', async () => {
    await button('Schedule').click();
    await dialog().getByLabel('Now').check();
    await button('Fix the audience now').click();
    await panel('Audience').getByText('+44687985632').waitFor();
    expect(await panel('Audience').getByRole('listitem').count()).toBe(3);
    expect(await seriousFaults(page)).toEqual([]);
    const downloaded = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Download the audience' }).click();
    const download = await downloaded;
    expect(download.suggestedFilename()).toMatch(/\.csv$/);
    expect(readFileSync(await download.path(), 'utf8')).toContain('447700900107');
    await button('Mark as done').click();
    await dialog().getByRole('button', { name: 'Mark as done' }).click();
    await page.getByText('Done', { exact: true }).first().waitFor();
  }, 60_000);

  it('duplicates a campaign, cancels the copy after a question, and lists both by state', async () => {
    await page.getByRole('link', { name: 'Create one like it' }).click();
    await reach('3 contacts');
    await button('Save as a draft').click();
    await button('Cancel the campaign').click();
    await dialog().getByRole('button', { name: 'Cancel the campaign' }).click();
    await page.getByText('Cancelled', { exact: true }).first().waitFor();
    await page.getByRole('link', { name: 'Campaigns', exact: true }).click();
    await eventually('both are listed', async () => {
      expect(await page.getByRole('link', { name: 'Spring sale' }).count()).toBe(2);
    });
    expect(await seriousFaults(page)).toEqual([]);
    await page.getByRole('combobox', { name: 'State' }).click();
    await page.getByRole('option', { name: 'Cancelled' }).click();
    await eventually('only the cancelled one is listed', async () => {
      expect(await page.getByRole('link', { name: 'Spring sale' }).count()).toBe(1);
    });
  }, 60_000);

  it('says how many people were taken out of an audience because they were erased', async () => {
    const { items } = await api.get<ListPage<Campaign>>('/v1/campaigns?state=done');
    await api.post('/v1/contacts/447700900107/erasure');
    await eventually('the audience is without', async () =>
      expect(await api.get<Campaign>(`/v1/campaigns/${items[0]!.id}`)).toMatchObject({
        erased: 1,
        reach: { count: 2 },
      }),
    );
    await page.goto(`${stack.url}/campaigns/${items[0]!.id}`);
    await page.getByText('Erased since, and taken out').waitFor();
    await eventually('the list is without', async () =>
      expect(await panel('Audience').getByRole('listitem').count()).toBe(2),
    );
    expect(await panel('Audience').getByText('+447700900107').count()).toBe(0);
    expect(await seriousFaults(page)).toEqual([]);
  }, 60_000);

  it('shows failed events to administrators, resumes the import of one, or discards it', async () => {
    await page.getByRole('link', { name: 'Operations' }).click();
    await page.getByText('Nothing has failed').waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    const { id } = await importThatFails();
    await page.reload();
    await page.getByText('ContactUpserted for contacts').waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await button('Resume the import').click();
    await dialog().getByRole('button', { name: 'Resume the import' }).click();
    await page.getByText('Nothing has failed').waitFor();
    expect((await api.finished(id)).counts).toMatchObject({ created: 1, unprocessed: 0 });

    await importThatFails();
    await page.reload();
    await button('Discard').click();
    await dialog().getByText('The rows of this batch stay unprocessed').waitFor();
    await dialog().getByRole('button', { name: 'Discard' }).click();
    await page.getByText('Nothing has failed').waitFor();
    expect((await api.get<ListPage<DeadLetter>>('/v1/dead-letters')).items).toEqual([]);
  }, 90_000);

  it('had no error in the console of the page', () => {
    expect(problems).toEqual([]);
  });

  let imported = 0;
  /** An import whose only batch is corrupted in Redis while no service reads it, as by a bug of the sender. */
  async function importThatFails(): Promise<Import> {
    const connection = { url: stack.env.REDIS_URL! };
    const queue = new Queue(eventQueueName('ContactUpserted', 'contacts'), {
      connection,
      prefix: stack.env.REDIS_PREFIX!,
    });
    try {
      await stack.kill('contacts', 'SIGTERM');
      const { id } = await api.upload(tenant.accounts[0]!.id, `id,name\n44770090020${imported++},New\n`);
      const [job] = await eventually('the batch waits', async () => {
        const found = await queue.getJobs(['prioritized']);
        expect(found).toHaveLength(1);
        return found;
      });
      await job!.updateData({ ...(job!.data as object), rows: 'spoiled' });
      await stack.start('contacts');
      return await api.finished(id);
    } finally {
      await queue.close();
    }
  }
});
