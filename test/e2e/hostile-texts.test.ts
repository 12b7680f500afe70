import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import type { Import, Segment } from '#contracts';
import { ApiClient } from '../support/api.js';
import { launchBrowser } from '../support/browser.js';
import { eventually } from '../support/eventually.js';
import { cookieOf, postJson } from '../support/page-session.js';
import { PageUser } from '../support/page-user.js';
import { sharedStack, type RunningProduct, type SeededTenant } from '../support/stack.js';

const PHONE = '34699887766';
/** Each would run in a page that writes it as HTML, in its own way. None has a comma or a quotation mark. */
const HOSTILE = {
  name: '<img src=x onerror=hacked=1>',
  tag: '<svg onload=hacked=2>',
  valueName: '</script><script>hacked=3</script>',
  value: '<a href=javascript:hacked=4>x</a>',
  cell: '{{hacked=5}}<iframe src=javascript:parent.hacked=5>',
  fileName: '<img src=x onerror=hacked=6>.csv',
  segment: '<body onload=hacked=7>',
};
const FILE = `id,name,tags,${HOSTILE.valueName}
${PHONE},${HOSTILE.name},${HOSTILE.tag},${HOSTILE.value}
${HOSTILE.cell},${HOSTILE.name},,
`;

const INPUTS = `[...document.querySelectorAll('input')].map(({ value }) => value)`;
/** Whether something ran, what would have, and how many scripts are in the page itself. */
const HARM = `[
  'hacked' in window,
  document.querySelectorAll('img[src=x], svg[onload], body[onload], iframe, a[href^=javascript]').length,
  [...document.scripts].filter(({ src }) => src === '').length,
]`;

/** Whether each field of a form lets people, and password managers, paste. */
const PASTE = `[...document.querySelectorAll('form input')].map((input) =>
  input.dispatchEvent(new ClipboardEvent('paste', { bubbles: true, cancelable: true })))`;
/** All that the page keeps in the browser. */
const KEPT = `(async () => JSON.stringify([
  Object.entries(localStorage), Object.entries(sessionStorage), document.cookie,
  (await indexedDB.databases()).map(({ name }) => name), await caches.keys(),
]))()`;

/** Every page that shows what comes from a file, in a browser that would run it. */
describe('a text that would run in a page', () => {
  let stack: RunningProduct;
  let tenant: SeededTenant;
  let api: ApiClient;
  let browser: Browser;
  let page: Page;
  let imported: Import;
  const said: string[] = [];

  beforeAll(async () => {
    stack = await sharedStack();
    tenant = await stack.seed();
    api = new ApiClient(stack.url, tenant.keys.admin);
    const accountId = tenant.accounts[0]!.id;
    imported = await api.importFile(accountId, FILE, { fileName: HOSTILE.fileName });
    const conditions = { tag: [HOSTILE.tag], hasValue: [HOSTILE.valueName] };
    await api.post<Segment>('/v1/segments', { name: HOSTILE.segment, accountId, conditions });
    browser = await launchBrowser();
    page = await (await browser.newContext({ locale: 'en-GB', reducedMotion: 'reduce' })).newPage();
    page.setDefaultTimeout(30_000);
    page.on('dialog', (dialog) => (said.push(dialog.message()), void dialog.dismiss()));
    page.on('console', (message) => /Content Security Policy/.test(message.text()) && said.push(message.text()));
    await page.goto(`${stack.url}/contacts?accountId=${accountId}`);
    // The browser hides what is typed, and its password manager knows the fields.
    await page.locator('input[type=password][autocomplete=current-password]').waitFor();
    await page.locator('input[autocomplete=username]').waitFor();
    expect(await page.evaluate(PASTE)).toEqual([true, true]);
    await new PageUser(page, '').signIn(tenant.user.email, tenant.user.password);
    await page.getByText(HOSTILE.name).first().waitFor();
  }, 120_000);
  afterAll(() => browser?.close());

  it('is shown as text wherever the page shows it, and runs nowhere', async () => {
    const accountId = tenant.accounts[0]!.id;
    const shown: [path: string, ...texts: string[]][] = [
      [`/contacts?accountId=${accountId}`, HOSTILE.name, HOSTILE.tag],
      [`/contacts?accountId=${accountId}&tag=${encodeURIComponent(HOSTILE.tag)}`, HOSTILE.name],
      [`/contacts/${accountId}/${PHONE}`, HOSTILE.tag],
      [`/people/${PHONE}`, HOSTILE.name],
      ['/imports', HOSTILE.fileName],
      [`/imports/${imported.id}`, HOSTILE.fileName],
      ['/segments', HOSTILE.segment],
      ['/overview', 'Overview'],
      ['/audit', 'Audit'],
      ['/docs', 'Contacts'],
    ];
    for (const [path, ...texts] of shown) {
      await page.goto(`${stack.url}${path}`);
      for (const text of texts)
        await eventually(`${path} shows ${text}`, async () => {
          const inputs = await page.evaluate<string[]>(INPUTS);
          expect([await page.locator('body').innerText(), ...inputs].join('\n')).toContain(text);
        });
      expect([path, await page.evaluate(HARM)]).toEqual([path, [false, 0, path === '/docs' ? expect.any(Number) : 0]]);
    }
    expect(said).toEqual([]);
    const kept = await page.evaluate<string>(KEPT);
    const { email, password } = tenant.user;
    for (const text of [PHONE, ...Object.values(HOSTILE), email, password, 'hacked'])
      expect({ text, kept, isKept: kept.includes(text) }).toMatchObject({ isKept: false });
  }, 120_000);

  it('is gone from the page when its reader has signed out', async () => {
    await page.goto(`${stack.url}/contacts`);
    await page.getByText(HOSTILE.name).first().waitFor();
    await page.getByRole('button', { name: /^Settings and sign-out/ }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.locator('input[type=password]').waitFor();
    expect(await page.content()).not.toContain(PHONE);
  }, 60_000);

  it('is gone from the page when its session was ended elsewhere', async () => {
    const { email, password } = tenant.user;
    await new PageUser(page, '').signIn(email, password);
    await page.getByText(HOSTILE.name).first().waitFor();
    const elsewhere = cookieOf(await postJson(`${stack.url}/v1/session`, { email, password }));
    const headers = { 'x-requested-with': 'contacts', cookie: elsewhere };
    expect((await fetch(`${stack.url}/v1/me/sessions`, { method: 'DELETE', headers })).status).toBe(204);
    // The next thing that it asks for says so.
    await page.getByRole('searchbox', { name: 'Search by name or phone' }).fill('x');
    await page.locator('input[type=password]').waitFor();
    expect(await page.content()).not.toContain(PHONE);
  }, 60_000);

  it('is a file to store, not a page to show, in the error file and the download', async () => {
    const errors = (await api.request(`/v1/imports/${imported.id}/errors`)).headers.get('location')!;
    const { record } = await api.download(tenant.accounts[0]!.id);
    for (const url of [errors, await api.downloadUrl(record.id)]) {
      const file = await fetch(url);
      expect(file.headers.get('content-type')).toBe('text/csv; charset=utf-8');
      expect(file.headers.get('content-disposition')).toMatch(/^attachment;/);
      expect(await file.text()).toContain(HOSTILE.name);
    }
  });
});
