import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import type { Contact, Import, Page as ListOf, Undo } from '#contracts';
import { ApiClient } from '../support/api.js';
import { seriousFaults } from '../support/axe.js';
import { launchBrowser } from '../support/browser.js';
import { eventually } from '../support/eventually.js';
import { PageUser } from '../support/page-user.js';
import { peopleCsv } from '../support/people.js';
import { sharedStack, type RunningProduct, type SeededTenant } from '../support/stack.js';

const PHONE = '34600000000';

/** Edits of one contact and of all contacts of a filter, in a real browser with the real services. */
describe('the page of contacts', () => {
  let stack: RunningProduct;
  let tenant: SeededTenant;
  let api: ApiClient;
  let accountId: string;
  let importId: string;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let user: PageUser;
  const problems: string[] = [];

  beforeAll(async () => {
    browser = await launchBrowser();
    stack = await sharedStack();
    tenant = await stack.seed();
    api = new ApiClient(stack.url, tenant.keys.admin);
    accountId = tenant.accounts[0]!.id;
    ({ id: importId } = await api.importFile(accountId, peopleCsv(250), { start: 'auto', fileName: 'people.csv' }));
    context = await browser.newContext({ locale: 'en-GB', reducedMotion: 'reduce' });
    page = await context.newPage();
    page.setDefaultTimeout(30_000);
    page.on('pageerror', (error) => problems.push(error.message));
    await page.goto(`${stack.url}/contacts?accountId=${accountId}`);
    user = new PageUser(page, '');
    await user.signIn(tenant.user.email, tenant.user.password);
    await count('250 contacts');
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
  });

  const button = (name: string | RegExp) => page.getByRole('button', { name });
  const dialog = (): Locator => page.getByRole('dialog');
  const rows = () => page.getByRole('region', { name: 'List of contacts' }).locator('tbody tr[aria-rowindex]');
  const contact = () => api.get<Contact>(`/v1/accounts/${accountId}/contacts/${PHONE}`);
  const count = (text: string) => page.getByText(text, { exact: true }).first().waitFor();
  async function typeTag(label: string, tag: string): Promise<void> {
    await dialog().getByRole('combobox', { name: label }).fill(tag);
    // Nothing more, such as Tab: the suggestions must not cover the next button.
    await page.keyboard.press('Enter');
  }
  const isTooWide = (shown: Page) => shown.evaluate<boolean>('document.body.scrollWidth > window.innerWidth');
  /** Changes the contact like another user at the same time. */
  async function changeElsewhere(change: object, phone = PHONE): Promise<void> {
    const answer = await api.request(`/v1/accounts/${accountId}/contacts/${phone}`, {
      method: 'PATCH',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(change),
    });
    expect(answer.status).toBe(200);
  }

  it('opens a contact in a side panel, shows which row created it, and saves changes', async () => {
    await rows().first().getByRole('cell').first().click();
    await dialog().getByText('by row 2 of').waitFor();
    await dialog().getByRole('link', { name: 'people.csv' }).waitFor();
    expect(new URL(page.url()).pathname).toBe(`/contacts/${accountId}/${PHONE}`);
    expect(await seriousFaults(page)).toEqual([]);

    await dialog().getByLabel('Name', { exact: true }).fill('Jane Smith');
    await typeTag('Tags', 'new');
    await dialog().getByLabel('city', { exact: true }).fill('Rome');
    await dialog().getByRole('button', { name: 'Remove gender' }).click();
    await dialog().getByRole('button', { name: 'Save' }).click();
    await dialog().getByText('Saved').waitFor();
    await dialog()
      .getByText(/by you/)
      .waitFor();
    expect(await contact()).toMatchObject({
      ...{ name: 'Jane Smith', tags: ['dog', 'vip', 'new'], values: { city: 'Rome' } },
      changedBy: { kind: 'user', id: tenant.user.id },
    });
    await rows().first().getByText('Rome').waitFor();
  }, 120_000);

  it('overwrites nothing when somebody else saved first, and shows their changes', async () => {
    await changeElsewhere({ name: 'Jane Jones', values: { city: 'Paris' } });
    await dialog().getByLabel('city', { exact: true }).fill('Oslo');
    await dialog().getByRole('button', { name: 'Save' }).click();
    const conflict = dialog().getByRole('alert');
    await conflict.getByRole('row', { name: 'city Rome Paris' }).waitFor();
    await conflict.getByRole('row', { name: 'Name Jane Smith Jane Jones' }).waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    expect((await contact()).values).toEqual({ city: 'Paris' });

    await button('Put my changes on top').click();
    expect(await dialog().getByLabel('Name', { exact: true }).inputValue()).toBe('Jane Jones');
    await dialog().getByRole('button', { name: 'Save' }).click();
    await dialog().getByText('Saved').waitFor();
    expect(await contact()).toMatchObject({ name: 'Jane Jones', values: { city: 'Oslo' } });
    await page.goBack();
    await dialog().waitFor({ state: 'detached' });
  }, 120_000);

  it('asks before Back, a link or Escape discard unsaved changes', async () => {
    await rows().nth(1).getByRole('cell').first().click();
    const name = dialog().getByLabel('Name', { exact: true });
    const before = await name.inputValue();
    await name.fill('Janet');
    const path = new URL(page.url()).pathname;
    const ways = [
      () => page.evaluate('history.back()'),
      () => dialog().getByRole('link', { name: 'people.csv' }).click(),
      () => page.keyboard.press('Escape'),
    ];
    for (const leave of ways) {
      expect(await user.answer(false, leave)).toMatch(/^You have not saved your changes/);
      await eventually('the address is as before', () => expect(new URL(page.url()).pathname).toBe(path));
      expect(await name.inputValue()).toBe('Janet');
    }
    await user.answer(true, ways[0]!);
    await dialog().waitFor({ state: 'detached' });
    // Nothing was saved. Without changes, the page does not ask before it is left.
    await page.goForward();
    await eventually('the contact shows', async () => expect(await name.inputValue()).toBe(before));
    await page.goBack();
    await dialog().waitFor({ state: 'detached' });
  }, 60_000);

  it('adds a contact, and shows errors at their fields', async () => {
    await page.getByRole('link', { name: 'Add', exact: true }).click();
    await dialog().getByLabel('Phone').fill('12');
    await dialog().getByLabel('Name', { exact: true }).fill('Zoë');
    await dialog().getByRole('button', { name: 'Add', exact: true }).last().click();
    await dialog()
      .getByText(/phone number/i)
      .last()
      .waitFor();
    expect(await dialog().getByLabel('Phone').getAttribute('aria-invalid')).toBe('true');
    expect(await seriousFaults(page)).toEqual([]);
    await dialog().getByLabel('Phone').fill('+44 7700 900123');
    await dialog().getByRole('button', { name: 'Add', exact: true }).last().click();
    await page.waitForURL(`**/contacts/${accountId}/447700900123*`);
    await page.keyboard.press('Escape');
    await count('251 contacts');
  }, 120_000);

  it('adds a tag to all contacts that match a filter', async () => {
    await page.goto(`${stack.url}/contacts?accountId=${accountId}&tag=cat`);
    await count('125 contacts');
    await button('Change tags').click();
    await typeTag('Add these tags', 'spring');
    await typeTag('Remove these tags', 'cat');
    expect(await seriousFaults(page)).toEqual([]);
    await button('Change 125 contacts').click();
    await dialog().getByText('125 changed, 0 were so already').waitFor();
  }, 120_000);

  it('undoes that change after a forecast, and does it again, with only the keyboard', async () => {
    const spring = await api.contacts('tag=spring&limit=1');
    await changeElsewhere({ tags: { add: ['since'] } }, spring.items[0]!.phone);
    const says = (text: string, nth = 0) => dialog().getByText(text).nth(nth).waitFor();
    const press = async (name: string) => {
      await dialog().getByRole('button', { name }).focus();
      await page.keyboard.press('Enter');
    };
    await press('Undo this change of tags');
    await says('124 contacts become again what they were before');
    await says('1 contact stays as it is, because it was changed since');
    expect(await seriousFaults(page)).toEqual([]);
    // The focus is on the answer that changes nothing, and then on the button again.
    await page.keyboard.press('Enter');
    await dialog().getByText('This would happen now:').waitFor({ state: 'detached' });
    await page.keyboard.press('Enter');
    await says('This would happen now:');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await dialog().getByText('Undone', { exact: true }).waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    expect(await api.contacts('tag=cat&limit=1')).toMatchObject({ count: { value: 124 } });

    await press('Do it again');
    await says('124 contacts become again what they were before', 1);
    await press('Do it again');
    await dialog().getByText('Undone', { exact: true }).nth(1).waitFor();
    expect(await api.contacts('tag=cat&limit=1')).toMatchObject({ count: { value: 0 } });
    await dialog().getByRole('button', { name: 'Close' }).click();
    await page.getByText('No contact matches').waitFor();
    await button('Clear filters').last().click();
    await count('251 contacts');
  }, 120_000);

  it('shows the import and the time in the address as removable chips', async () => {
    const [brought] = (await api.get<ListOf<Import>>('/v1/imports')).items;
    const query = `import=${brought!.id}&updatedSince=2100-01-01T12:00:00Z`;
    await page.goto(`${stack.url}/contacts?accountId=${accountId}&${query}`);
    const chips = page.getByRole('group', { name: 'Filters' });
    await page.getByText('No contact matches').waitFor();
    await chips.getByText('people.csv').waitFor();
    await chips.getByText('changed since').waitFor();
    expect(await chips.getByRole('button', { name: /switch to/ }).count()).toBe(0);
    await chips.getByRole('button', { name: /^Remove filter changed since .*2100/ }).click();
    await count('250 contacts');
    await chips.getByRole('button', { name: 'Remove filter brought or changed by people.csv' }).click();
    await count('251 contacts');
    expect([...new URL(page.url()).searchParams.keys()]).toEqual(['accountId']);
  }, 120_000);

  it('sorts, chooses columns, and keeps its filter in the address and the history', async () => {
    await button('Name').click();
    await rows().first().getByText('Jane Jones').waitFor();
    await button('Name').click();
    await rows().first().getByText('Zoë').waitFor();
    expect(new URL(page.url()).searchParams.get('sort')).toBe('-name');
    await button('Columns').click();
    await page.getByRole('checkbox', { name: 'city' }).uncheck();
    expect(await page.getByRole('columnheader', { name: 'city' }).count()).toBe(0);
    await page.keyboard.press('Escape');

    await page.getByRole('searchbox').fill('person 24');
    await count('11 contacts');
    await page.goBack();
    await count('251 contacts');
    expect(await page.getByRole('searchbox').inputValue()).toBe('');
  }, 120_000);

  it('can be used with only the keyboard', async () => {
    await page.getByRole('searchbox').focus();
    await page.keyboard.type('jane');
    await count('1 contact');
    await rows().first().getByRole('link', { name: 'Jane Jones' }).focus();
    await page.keyboard.press('Enter');
    await dialog().getByLabel('Name', { exact: true }).waitFor();
    await page.keyboard.press('Escape');
    await dialog().waitFor({ state: 'detached' });
    const focused = () => page.evaluate<string>('document.activeElement.textContent');
    await eventually('the focus is back', async () => expect(await focused()).toBe('Jane Jones'));
  }, 120_000);

  it('marks a contact as “do not contact” with only the keyboard, finds it, and takes the mark off', async () => {
    const act = async (name: string) => {
      await dialog().getByRole('button', { name, exact: true }).focus();
      await page.keyboard.press('Enter');
    };
    const focused = () => page.evaluate<string>('document.activeElement.getAttribute("aria-label")');
    await page.keyboard.press('Enter');
    await act('Mark as “do not contact”');
    // The focus is on the first choice, and then comes the reason.
    await page.keyboard.press('ArrowDown');
    expect(await dialog().getByRole('radio', { name: 'All our WhatsApp numbers' }).isChecked()).toBe(true);
    await page.keyboard.press('Tab');
    await page.keyboard.type('wrote STOP');
    expect(await seriousFaults(page)).toEqual([]);
    await page.keyboard.press('Enter');
    await dialog()
      .getByText(/^Marked .* by you: “wrote STOP”$/)
      .waitFor();
    expect(await focused()).toBe('May this person be contacted?');
    expect(await contact()).toMatchObject({ optOut: { scope: 'organisation', reason: 'wrote STOP' } });
    expect(await seriousFaults(page)).toEqual([]);

    // The mark is no conflict for an edit.
    await dialog().getByLabel('city', { exact: true }).fill('Bergen');
    await act('Save');
    await dialog().getByText('Saved').waitFor();
    await page.keyboard.press('Escape');
    await rows().first().getByText('Do not contact').waitFor();

    await page.getByRole('searchbox').fill('');
    await count('251 contacts');
    await page.getByRole('combobox', { name: 'Add a filter' }).fill('do not contact: y');
    await page.getByRole('option', { name: 'do not contact: yes' }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await count('1 contact');
    expect(new URL(page.url()).searchParams.get('optedOut')).toBe('yes');

    await button('Remove filter do not contact yes').waitFor();
    await rows().first().getByRole('link', { name: 'Jane Jones' }).focus();
    await page.keyboard.press('Enter');
    await act('Take the mark off');
    // The focus is on the answer that changes nothing.
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await dialog().getByRole('button', { name: 'Mark as “do not contact”' }).waitFor();
    expect((await contact()).optOut).toBeNull();
    await page.keyboard.press('Escape');
    await button('Remove filter do not contact yes').click();
    await count('251 contacts');
  }, 120_000);

  it('shows the history of a contact with only the keyboard', async () => {
    await page.getByRole('searchbox').fill('jane jones');
    await count('1 contact');
    await rows().first().getByRole('link', { name: 'Jane Jones' }).focus();
    await page.keyboard.press('Enter');
    await dialog().getByRole('button', { name: 'History' }).focus();
    await page.keyboard.press('Enter');
    const entries = dialog().getByRole('list', { name: 'History' }).getByRole('listitem');
    await entries
      .first()
      .getByText(/^Changed .* by you$/)
      .waitFor();
    expect(await entries.first().textContent()).toContain('The mark “do not contact” was taken off');
    expect(await entries.filter({ hasText: 'Bergen' }).count()).toBe(1);
    expect(await entries.last().textContent()).toMatch(/^Added .* by row \d+ of people\.csv$/);
    expect(await seriousFaults(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('searchbox').fill('');
    await count('251 contacts');
  }, 120_000);

  it('shows that the connection is lost, and recovers', async () => {
    await context.setOffline(true);
    await page.getByRole('searchbox').fill('person');
    await page.getByText('Connection lost').waitFor();
    await count('251 contacts');
    await context.setOffline(false);
    await count('249 contacts');
    await page.getByText('Connection lost').waitFor({ state: 'detached' });
  }, 120_000);

  it('erases what is known of a person with only the keyboard, and says what may still have it', async () => {
    await page.goto(`${stack.url}/people/34600000249`);
    const table = page.getByRole('table', { name: '+34600000249' });
    await table.getByText('Person 249').waitFor();
    const data = page.getByRole('link', { name: 'Download all that is known' });
    expect(await data.getAttribute('href')).toBe('/v1/contacts/34600000249/data');
    await button('Erase what is known…').focus();
    await page.keyboard.press('Enter');
    await dialog().getByText('This cannot be undone.').waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByText('What was known is erased. What was made before may still have it:').waitFor();
    await page.getByText(/^Import \S+ \(its file, or the file’s name\): until .+/).waitFor();
    await table.getByText('Erased').waitFor();
    expect(await table.getByText('Person 249').count()).toBe(0);
    expect(await seriousFaults(page)).toEqual([]);
  }, 60_000);

  it('fits a phone screen, in dark mode and in Spanish', async () => {
    const phone = await browser.newContext({
      locale: 'es-ES',
      viewport: { width: 390, height: 800 },
      colorScheme: 'dark',
      storageState: await context.storageState(),
    });
    const small = await phone.newPage();
    small.setDefaultTimeout(30_000);
    // The panel is shown over the list.
    for (const path of [`/contacts/${accountId}/${PHONE}`, '/imports', '/overview']) {
      await small.goto(stack.url + path);
      await small.getByRole('heading', { level: 1 }).waitFor();
      await small
        .getByText(/Jane Jones|people\.csv|Contactos a lo largo/)
        .first()
        .waitFor();
      expect({ path, faults: await seriousFaults(small) }).toEqual({ path, faults: [] });
      expect({ path, tooWide: await isTooWide(small) }).toEqual({ path, tooWide: false });
    }
    await small.goto(`${stack.url}/imports/${importId}`);
    await small.getByRole('button', { name: 'Deshacer esta importación' }).click();
    const undo = small.getByRole('group', { name: 'Deshacer', exact: true });
    await undo.getByText('Ahora pasaría esto:').waitFor();
    await undo.getByText('contactos que añadió pierden sus etiquetas y valores y ninguna campaña les llega').waitFor();
    await undo.getByText('contactos se quedan como están, porque se cambiaron después').waitFor();
    await undo.getByText('y más').waitFor();
    await undo.getByRole('link', { name: 'Descargar los que se quedan (CSV)' }).waitFor();
    expect(await seriousFaults(small)).toEqual([]);
    expect(await isTooWide(small)).toBe(false);
    await undo.getByRole('button', { name: 'Dejarlo así' }).click();

    const { id } = await api.importFile(accountId, 'id,name\n34600009999,Ana\n');
    const { id: undoId } = await api.post<Undo>(`/v1/imports/${id}/undo`);
    await api.follow<Undo>(`/v1/undos/${undoId}`, ({ finishedAt }) => finishedAt !== null);
    await small.goto(`${stack.url}/imports/${id}`);
    await undo.getByText('Deshecho', { exact: true }).waitFor();
    await undo.getByText('1 contacto que añadió pierde sus etiquetas y valores y ninguna campaña le llega').waitFor();
    await undo.getByRole('button', { name: 'Rehacer' }).click();
    await undo.getByText('1 contacto vuelve a ser lo que era').waitFor();
    await phone.close();
  }, 120_000);

  it('had no error in the console of the page', () => {
    expect(problems).toEqual([]);
  });
});
