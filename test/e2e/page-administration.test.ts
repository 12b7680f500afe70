import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { randomBytes } from 'node:crypto';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { seriousFaults } from '../support/axe.js';
import { launchBrowser } from '../support/browser.js';
import { eventually } from '../support/eventually.js';
import { GraphApiStandIn } from '../support/graph-api.js';
import { MailBox } from '../support/mail-box.js';
import { startStack, type Stack } from '../support/stack.js';

const PASSWORD = 'correct horse battery staple';

/** A fresh installation as its first administrator sees it, and what they do there, in a real browser. */
describe('the pages of administration', () => {
  let graph: GraphApiStandIn;
  let box: MailBox;
  let stack: Stack;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  const problems: string[] = [];

  beforeAll(async () => {
    graph = await GraphApiStandIn.start();
    graph.numbers = [1, 2].map((n) => ({
      id: `10654035224290${n}`,
      display_phone_number: `+1 631-555-000${n}`,
      verified_name: `Shop ${n}`,
      status: n === 1 ? 'CONNECTED' : 'BANNED',
    }));
    box = await MailBox.start();
    browser = await launchBrowser();
    stack = await startStack({
      services: ['gateway'],
      env: {
        GRAPH_API_URL: graph.url,
        ENCRYPTION_KEY: randomBytes(32).toString('base64'),
        WHATSAPP_CHECK_SECONDS: '1',
        PUBLIC_URL: 'http://contacts.test.example',
        SMTP_URL: box.url,
        MAIL_FROM: 'contacts@test.example',
      },
    });
    context = await browser.newContext({ locale: 'en-GB', reducedMotion: 'reduce' });
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    page = await open(context);
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await stack?.stop();
    graph?.stop();
    await box?.stop();
  });

  async function open(from: BrowserContext): Promise<Page> {
    const opened = await from.newPage();
    opened.setDefaultTimeout(20_000);
    opened.on('pageerror', (error) => problems.push(error.message));
    return opened;
  }
  const button = (name: string | RegExp, on: Page = page) => on.getByRole('button', { name, exact: true });
  const dialog = () => page.getByRole('dialog');
  /** The list item that contains a text. */
  const line = (text: string) => page.getByRole('listitem').filter({ hasText: text });
  const visit = async (name: string) => {
    await page.getByRole('link', { name, exact: true }).click();
    await page.getByRole('heading', { name, exact: true, level: 1 }).waitFor();
  };
  /** The page as it is loaded anew, also where the test before has stopped half-way. */
  const visitAgain = async (name: string) => {
    await page.reload();
    await visit(name);
  };
  /** The dialog is closed and its button has the focus again: before that, a key pressed may go to the wrong one. */
  const focused = (name: string) => page.locator(':focus').and(button(name)).waitFor();
  /** The one-time link from the log or the page, with this stack's address. */
  const here = (link: string) => {
    const { pathname, hash } = new URL(link);
    return `${stack.url}${pathname}${hash}`;
  };
  const loggedLink = () => /http\S+\/welcome#token=[\w-]{43}/.exec(stack.readLog('gateway'))![0];

  it('lets the first administrator sign up with the logged link, and shows the password rules', async () => {
    await page.goto(here(loggedLink()));
    await page.getByLabel('Organisation').fill('Example Ltd');
    await page.getByLabel('Your name').fill('Ana García');
    await page.getByLabel('E-mail').fill('ana@test.example');
    await page.getByLabel('Password', { exact: true }).fill('short');
    expect(await seriousFaults(page)).toEqual([]);
    await button('Start').click();
    await page.getByText('7 more characters are needed.').waitFor();
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await button('Start').click();
    await page.getByRole('heading', { name: 'Numbers' }).waitFor();
    expect(new URL(page.url()).hash).toBe('');
  }, 60_000);

  it('says that a used link is no longer valid', async () => {
    const other = await open(await browser.newContext({ locale: 'es-ES' }));
    await other.goto(here(loggedLink()));
    await other.getByLabel('Organización').fill('Otra');
    await other.getByLabel('Tu nombre').fill('Otra');
    await other.getByLabel('Correo electrónico').fill('otra@test.example');
    await other.getByLabel('Contraseña', { exact: true }).fill(PASSWORD);
    await button('Empezar', other).click();
    await other.getByRole('alert').filter({ hasText: 'Este enlace ya no sirve' }).waitFor();
    expect(await seriousFaults(other)).toEqual([]);
    await other.context().close();
  }, 60_000);

  it('leads from contacts without an account to the WhatsApp connection, which adds its numbers', async () => {
    await page.getByRole('link', { name: 'Contacts', exact: true }).click();
    await page.getByRole('link', { name: 'Connect a number' }).click();
    await button('Connect WhatsApp').click();
    await dialog().getByLabel('WhatsApp business account ID').fill('102290129340398');
    await dialog().getByLabel('Access token').fill('bad-token');
    expect(await seriousFaults(page)).toEqual([]);
    await button('Connect').click();
    await dialog().getByRole('alert').filter({ hasText: 'make a new one in Meta Business' }).waitFor();
    await dialog().getByLabel('Access token').fill('good-token');
    await button('Connect').click();
    await line('Shop 1').getByText('WhatsApp says: connected').waitFor();
    await line('Shop 2').getByText('WhatsApp says: banned').waitFor();
    expect(await seriousFaults(page)).toEqual([]);
  }, 60_000);

  it('renames a number, sets it inactive and active again, and explains why a banned one stays inactive', async () => {
    await button('Rename Shop 1').click();
    await dialog().getByLabel('Name').fill('Sales');
    await button('Save').click();
    const active = () => page.getByRole('switch', { name: 'Sales is active' });
    // The checkbox itself is hidden behind the drawn switch.
    await active().click({ force: true });
    await line('+16315550001').getByText('Set inactive here').waitFor();
    await button('Undo').click();
    await line('+16315550001').getByText('Active', { exact: true }).waitFor();
    expect(await active().isChecked()).toBe(true);
    await page.getByRole('switch', { name: 'Shop 2 is active' }).click({ force: true });
    await line('Shop 2').getByText('WhatsApp says this number is BANNED').waitFor();
  }, 60_000);

  it('adds a number by hand, and explains why an invalid one is refused', async () => {
    await button('Add by hand').click();
    await dialog().getByLabel('Name').fill('Madrid');
    await dialog().getByLabel('Phone number', { exact: true }).fill('call me');
    await dialog().getByLabel('Phone number ID').fill('7');
    await button('Add the number').click();
    await dialog().getByText('Write the number with its country code').waitFor();
    await dialog().getByLabel('Phone number', { exact: true }).fill('+34 911 222 333');
    await button('Add the number').click();
    await line('+34911222333').getByText('Added by hand').waitFor();
  }, 60_000);

  it('shows that a token has expired, accepts a new one, and disconnects after a question', async () => {
    graph.tokens = new Set(['newer-token']);
    const business = 'business account 102290129340398';
    await eventually('the page shows that the token expired', async () => {
      await page.reload();
      await page.getByText('Token expired').waitFor({ timeout: 1000 });
    });
    await page.getByText('open the system user, make a new token').waitFor();
    await button(`Enter a new token for ${business}`).click();
    await dialog().getByLabel('Access token').fill('newer-token');
    await button('Connect').click();
    await line('102290129340398').getByText('Connected', { exact: true }).waitFor();
    await button(`Disconnect ${business}`).click();
    await dialog().getByText('Its 2 numbers become inactive').waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await button('Disconnect').click();
    await page.getByText('None is connected.').waitFor();
    await line('Sales').getByText('Its business account is not connected any more').waitFor();
  }, 60_000);

  it('invites somebody with a link shown once; the new member cannot administer', async () => {
    await visit('Team and keys');
    await button('Invite somebody').click();
    await dialog().getByLabel('E-mail').fill('li@test.example');
    await button('Make the link').click();
    await button('Copy').click();
    await button('Copied').waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    const link = await page.evaluate<string>('navigator.clipboard.readText()');
    expect(link).toContain('/welcome#invitation=');
    await button('I have copied it').click();
    await line('li@test.example').getByText('Editor · the link works until').waitFor();

    const other = await open(await browser.newContext({ locale: 'en-GB' }));
    await other.goto(here(link));
    await other.getByLabel('Your name').fill('Li Wei');
    await other.getByLabel('Password', { exact: true }).fill(PASSWORD);
    expect(await seriousFaults(other)).toEqual([]);
    await button('Join', other).click();
    await other.getByRole('heading', { name: 'Contacts' }).waitFor();
    expect(await other.getByRole('link', { name: 'Team and keys' }).count()).toBe(0);
    await other.goto(`${stack.url}/team`);
    await other.getByText('Only administrators see this page').waitFor();
    await other.getByRole('link', { name: 'Numbers' }).click();
    await other.getByText('Madrid').waitFor();
    expect(await other.getByRole('switch').count()).toBe(0);
    await other.context().close();
  }, 60_000);

  it('invites somebody of another organisation, who signs in, joins, and switches in the menu', async () => {
    const elsewhere = await stack.seed();
    await visit('Team and keys');
    await button('Invite somebody').click();
    await dialog().getByLabel('E-mail').fill(elsewhere.user.email);
    await button('Make the link').click();
    await button('Copy').click();
    await button('Copied').waitFor();
    const link = await page.evaluate<string>('navigator.clipboard.readText()');
    await button('I have copied it').click();

    const other = await open(await browser.newContext({ locale: 'en-GB' }));
    await other.goto(here(link));
    await button('I sign in here already', other).press('Enter');
    await other.getByLabel('E-mail').fill(elsewhere.user.email);
    await other.getByLabel('Password', { exact: true }).fill(elsewhere.user.password);
    await other.keyboard.press('Enter');
    await button(`Join as ${elsewhere.user.name}`, other).waitFor();
    expect(await seriousFaults(other)).toEqual([]);
    await button(`Join as ${elsewhere.user.name}`, other).press('Enter');
    await other.getByRole('heading', { name: 'Contacts' }).waitFor();
    const menu = other.getByRole('button', { name: 'Settings and sign-out' });
    await menu.getByText('Example Ltd').waitFor();

    const tab = await open(other.context());
    await tab.goto(`${stack.url}/numbers`);
    await tab.getByText('Madrid').waitFor();
    await menu.press('Enter');
    expect(await seriousFaults(other)).toEqual([]);
    await other.getByRole('menuitemradio', { name: /^Test / }).press('Enter');
    for (const shown of [other, tab]) {
      const theirs = elsewhere.user.name.replace(' admin', '');
      await shown.getByRole('button', { name: 'Settings and sign-out' }).getByText(theirs, { exact: true }).waitFor();
      expect(await shown.getByText('Madrid').count()).toBe(0);
    }
    await other.context().close();
  }, 60_000);

  it('shows operators all organisations: they make, rename, suspend and resume one, and invite its administrator', async () => {
    await visit('Organisations');
    await line('Example Ltd')
      .getByText(/^\d+ members? · since/)
      .waitFor();
    expect(
      await line('Example Ltd')
        .getByRole('button', { name: /^Suspend/ })
        .count(),
    ).toBe(0);
    await button('Create an organisation').press('Enter');
    await dialog().getByLabel('Name').fill('Second Ltd');
    await page.keyboard.press('Enter');
    await line('Second Ltd').getByText('0 members').waitFor();
    await focused('Create an organisation');
    await button('Rename Second Ltd').press('Enter');
    await dialog().getByLabel('Name').fill('Second SL');
    await page.keyboard.press('Enter');
    await line('Second SL').waitFor();
    await focused('Rename Second SL');
    expect(await seriousFaults(page)).toEqual([]);

    await button('Invite the administrator of Second SL').press('Enter');
    await dialog().getByLabel('E-mail').fill('second@test.example');
    await page.keyboard.press('Enter');
    const link = await dialog().getByLabel('Link for second@test.example').inputValue();
    expect(await seriousFaults(page)).toEqual([]);
    await button('I have copied it').click();
    const other = await open(await browser.newContext({ locale: 'es-ES' }));
    await other.goto(here(link));
    await other.getByLabel('Tu nombre').fill('Segunda');
    await other.getByLabel('Contraseña', { exact: true }).fill(PASSWORD);
    await button('Unirme', other).click();
    await other.getByRole('heading', { name: 'Contactos' }).waitFor();

    await button('Limits of Second SL').press('Enter');
    await dialog().getByText('0 in use').first().waitFor();
    await dialog().getByLabel('Contacts').fill('1000');
    expect(await seriousFaults(page)).toEqual([]);
    await page.keyboard.press('Enter');
    await page.getByText('The limits of Second SL hold now.').waitFor();
    await focused('Limits of Second SL');
    await button('Limits of Second SL').press('Enter');
    expect(await dialog().getByLabel('Contacts').inputValue()).toBe('1000');
    await page.keyboard.press('Escape');
    await focused('Limits of Second SL');

    await button('Suspend Second SL').press('Enter');
    expect(await seriousFaults(page)).toEqual([]);
    await button('Suspend').press('Enter');
    await line('Second SL').getByText('Suspended since').waitFor();
    await eventually('nobody gets in', async () => {
      await other.reload();
      await other
        .getByText(/organización está suspendida/)
        .first()
        .waitFor({ timeout: 5_000 });
    });
    expect(await seriousFaults(other)).toEqual([]);
    await button('Resume Second SL').press('Enter');
    await line('Second SL').getByText('1 member').waitFor();
    await eventually('they get in', async () => {
      await other.reload();
      await other.getByRole('heading', { name: 'Contactos' }).waitFor({ timeout: 5_000 });
    });
    await other.goto(`${stack.url}/organisations`);
    await other.getByText('Solo los operadores ven esta página').waitFor();
    await other.context().close();
  }, 90_000);

  it('limits what a member sees and downloads', async () => {
    await visitAgain('Team and keys');
    await button('Access of Li Wei').click();
    await dialog().getByLabel('Numbers').click();
    await page.getByRole('option').first().click();
    await page.keyboard.press('Tab');
    await dialog().getByLabel('May download contacts').uncheck();
    expect(await seriousFaults(page)).toEqual([]);
    await button('Save').click();
    await line('Li Wei')
      .getByText(/ · Only .+ · No downloads$/)
      .waitFor();
    await button('Access of Li Wei').click();
    await dialog().getByLabel('May download contacts').check();
    await button('Save').click();
    await line('Li Wei')
      .getByText(/ · Only [^·]+$/)
      .waitFor();
  }, 60_000);

  it('gives somebody who forgot their password a link, by an administrator or by mail', async () => {
    await visitAgain('Team and keys');
    await button('Link for a new password of Li Wei').press('Enter');
    const link = await dialog().getByLabel('Link for Li Wei').inputValue();
    expect(await seriousFaults(page)).toEqual([]);
    await button('I have copied it').click();

    const other = await open(await browser.newContext({ locale: 'es-ES' }));
    await other.goto(here(link));
    await other.getByRole('heading', { name: 'Una contraseña nueva' }).waitFor();
    const fresh = other.getByLabel('Contraseña nueva', { exact: true });
    await fresh.fill('Password1234!');
    await fresh.press('Enter');
    await other.getByText('es demasiado fácil de adivinar').waitFor();
    expect(await seriousFaults(other)).toEqual([]);
    await fresh.fill('nine green cats on a roof');
    await fresh.press('Enter');
    await other.getByText('Tu contraseña nueva está guardada.').waitFor();
    await other.getByRole('link', { name: 'Ir al inicio de sesión' }).press('Enter');

    await button('¿Has olvidado tu contraseña?', other).press('Enter');
    await other.getByLabel('Tu dirección').fill('li@test.example');
    expect(await seriousFaults(other)).toEqual([]);
    await other.getByLabel('Tu dirección').press('Enter');
    await other.getByText('el enlace está en camino').waitFor();
    const mail = await box.next(0);
    await other.goto(here(/http\S+/.exec(mail.text)![0]));
    await other.getByRole('heading', { name: 'Una contraseña nueva' }).waitFor();
    await other.goto(here(link));
    await fresh.fill('nine green cats on a roof');
    await button('Guardar la contraseña', other).click();
    await other.getByRole('alert').filter({ hasText: 'Este enlace ya no sirve' }).waitFor();
    await other.context().close();
  }, 60_000);

  it('changes a role, keeps the last administrator, withdraws an invitation, removes a member', async () => {
    await visitAgain('Team and keys');
    const chooseRole = async (name: string, role: string) => {
      await page.getByRole('combobox', { name: `Role of ${name}` }).click();
      await page.getByRole('option', { name: role }).click();
    };
    await chooseRole('Li Wei', 'Viewer');
    await page.getByText('Li Wei is Viewer now.').waitFor();
    await button('Undo').click();
    await page.getByText('Li Wei is Editor now.').waitFor();
    await chooseRole('Ana García', 'Viewer');
    await button('Change my role').click();
    await dialog().getByRole('alert').filter({ hasText: 'last administrator' }).waitFor();
    await button('Cancel').click();

    await button('Invite somebody').click();
    await dialog().getByLabel('E-mail').fill('late@test.example');
    await button('Make the link').click();
    await button('I have copied it').click();
    await button('Withdraw the invitation of late@test.example').click();
    await page.getByText('Nobody is invited at the moment.').waitFor();

    await button('Remove Li Wei').click();
    await button('Remove').click();
    await eventually('Li Wei is gone', async () => {
      expect(await button('Remove Li Wei').count()).toBe(0);
    });
  }, 60_000);

  it('creates a key, shows it once, and revokes it', async () => {
    await visitAgain('Team and keys');
    await button('Create a key').click();
    await dialog().getByLabel('Name').fill('Nightly import');
    await button('Create the key').click();
    await dialog().getByText('Too small').waitFor();
    await dialog().getByLabel('Import', { exact: true }).check();
    await button('Create the key').click();
    const key = await dialog().getByLabel('Key of “Nightly import”').inputValue();
    await button('I have copied it').click();
    const ask = () => fetch(`${stack.url}/v1/me`, { headers: { authorization: `Bearer ${key}` } });
    expect((await ask()).status).toBe(200);
    await page.reload();
    await line('Nightly import')
      .getByText(/Last used .* · Works until .* · Import$/)
      .waitFor();
    await button('Renew “Nightly import”').click();
    await button('Renew').click();
    const renewed = await dialog().getByLabel('Key of “Nightly import”').inputValue();
    expect(renewed).not.toBe(key);
    await button('I have copied it').click();
    await line('Nightly import').getByText('The old secret works until').waitFor();
    expect((await ask()).status).toBe(200);
    expect(await seriousFaults(page)).toEqual([]);
    await button('Revoke “Nightly import”').click();
    await button('Revoke').click();
    await button('Show 1 revoked key').click();
    await line('Nightly import').getByText('Revoked').waitFor();
    expect((await ask()).status).toBe(401);
  }, 60_000);

  it('changes the own password with the keyboard, and says why one is refused, in both languages', async () => {
    await page.getByRole('button', { name: /^Settings/ }).click();
    await page.getByRole('menuitem', { name: 'Password and sessions' }).press('Enter');
    await page.getByRole('heading', { name: 'Password and sessions', level: 1 }).waitFor();
    const current = page.getByLabel('Password you have now');
    const next = page.getByLabel('New password');
    await current.fill('something else entirely');
    await next.fill('Password1234!');
    await next.press('Enter');
    await page.getByText('This is not the password you have now.').waitFor();
    await current.fill(PASSWORD);
    await next.press('Enter');
    await page.getByText('is too easy to guess').waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await next.fill('nine green cats on a roof');
    await next.press('Enter');
    await page.getByText('Your password is changed').waitFor();
    expect(await next.inputValue()).toBe('');
    await line('This session').getByText('127.0.0.1').waitFor();

    const other = await open(await browser.newContext({ locale: 'es-ES' }));
    await other.goto(`${stack.url}/security`);
    await other.getByLabel('Correo electrónico').fill('ana@test.example');
    await other.getByLabel('Contraseña', { exact: true }).fill('nine green cats on a roof');
    await button('Entrar', other).click();
    await other.getByRole('heading', { name: 'Contraseña y sesiones', level: 1 }).waitFor();
    await other.getByLabel('Contraseña que tienes ahora').waitFor();
    await other.getByRole('listitem').filter({ hasText: 'Esta sesión' }).waitFor();
    expect(await seriousFaults(other)).toEqual([]);

    await page.reload();
    await button('End all others').press('Enter');
    await page.getByText('All your other sessions have ended.').waitFor();
    await other.reload();
    await other.getByLabel('Correo electrónico').waitFor();
    await other.context().close();
  }, 60_000);

  it('shows the audit log by action and by person, in both languages', async () => {
    await visit('Audit');
    await line('Ana García revoked the key Nightly import').waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await page.getByRole('combobox', { name: 'Action' }).click();
    await page.getByRole('option', { name: 'Key created' }).click();
    await line('Ana García created the key Nightly import').waitFor();
    await eventually('only keys that were created are listed', async () => {
      expect(await line('Ana García').count()).toBe(1);
    });
    expect(new URL(page.url()).searchParams.get('action')).toBe('key.created');
    await page.getByRole('combobox', { name: 'Person or key' }).click();
    await page.getByRole('option', { name: 'Nightly import' }).click();
    await page.getByText('Nothing like this is noted').waitFor();
    await button('Show everything').click();
    await line('Ana García revoked the key Nightly import').waitFor();
    await page.getByLabel('Up to').fill('2020-01-01');
    await page.getByText('Nothing like this is noted').waitFor();
    const csv = page.getByRole('link', { name: 'Download as CSV' });
    expect(await csv.getAttribute('href')).toMatch(/^\/v1\/audit\/download\?until=20(19|20)-\S+&format=csv$/);
    await button('Show everything').click();
    await button('Verify that nothing was changed').click();
    await page.getByText(/^The \d+ entries are as they were written\./).waitFor();
    expect(await seriousFaults(page)).toEqual([]);

    await page.getByRole('button', { name: /^Settings/ }).click();
    await page.getByRole('menuitemradio', { name: 'Español' }).click();
    await line('Ana García revocó la clave Nightly import').waitFor();
  }, 60_000);

  it('had no error in the console of the page', () => {
    expect(problems).toEqual([]);
  });
});
