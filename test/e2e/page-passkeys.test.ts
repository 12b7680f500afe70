import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import type { NewInvitation } from '#contracts';
import { ApiClient } from '../support/api.js';
import { seriousFaults } from '../support/axe.js';
import { launchBrowser } from '../support/browser.js';
import { Person } from '../support/person.js';
import { PageUser } from '../support/page-user.js';
import { sharedStack, type RunningProduct, type SeededTenant } from '../support/stack.js';

/** Passkeys in a real browser, whose device is Chromium's virtual one. Browsers know passkeys at `localhost`. */
describe('the pages of passkeys', () => {
  let stack: RunningProduct;
  let home: string;
  let tenant: SeededTenant;
  let browser: Browser;
  let page: Page;
  const problems: string[] = [];

  beforeAll(async () => {
    browser = await launchBrowser();
    stack = await sharedStack();
    home = stack.url.replace('127.0.0.1', 'localhost');
    tenant = await stack.seed();
    page = await open({ locale: 'en-GB' });
  }, 120_000);
  afterAll(() => browser?.close());

  /** A page in a browser of its own, with a device that keeps passkeys and makes sure who uses it. */
  async function open(options: BrowserContextOptions, path = '/security'): Promise<Page> {
    const context = await browser.newContext({ reducedMotion: 'reduce', ...options });
    const opened = await context.newPage();
    opened.setDefaultTimeout(30_000);
    opened.on('pageerror', (error) => problems.push(error.message));
    const devtools = await context.newCDPSession(opened);
    await devtools.send('WebAuthn.enable');
    await devtools.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        ...{ protocol: 'ctap2', transport: 'internal', automaticPresenceSimulation: true },
        ...{ hasResidentKey: true, hasUserVerification: true, isUserVerified: true },
      },
    });
    await opened.goto(`${home}${path}`);
    return opened;
  }
  const button = (name: string, on = page) => on.getByRole('button', { name, exact: true });
  const field = (name: string, on = page) => on.getByLabel(name, { exact: true });
  async function signOut(): Promise<void> {
    await page.getByRole('button', { name: /^Settings/ }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).press('Enter');
    await field('E-mail').waitFor();
  }
  const isSignedIn = () => page.getByRole('heading', { name: 'Password and sessions', level: 1 }).waitFor();

  it('add one with the keyboard, and show recovery codes once', async () => {
    await new PageUser(page, '').signIn(tenant.user.email, tenant.user.password);
    await page.getByText('You have no passkey yet.').waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await button('Add a passkey').press('Enter');
    await field('Your password').fill(tenant.user.password);
    await field('Your password').press('Enter');
    await field('Name of the passkey').fill('Telephone');
    expect(await seriousFaults(page)).toEqual([]);
    await field('Name of the passkey').press('Enter');
    expect((await field('Recovery codes').inputValue()).split('\n')).toHaveLength(10);
    await button('I have copied it').click();
    await page.getByText('“Telephone” is added.').waitFor();
    await page.getByText('10 recovery codes are left.').waitFor();
    await page.getByText(/^added .* not used yet$/).waitFor();
  }, 60_000);

  it('refuse a second one on the same device, with the reason', async () => {
    await button('Add a passkey').press('Enter');
    await field('Your password').fill(tenant.user.password);
    await page.getByText('Your browser will then ask for your passkey.').waitFor();
    await field('Your password').press('Enter');
    await field('Name of the passkey').fill('Again');
    await field('Name of the passkey').press('Enter');
    await page.getByText('This device has a passkey of yours already.').waitFor();
    await button('Cancel').click();
  }, 60_000);

  it('rename it', async () => {
    await button('Rename “Telephone”').press('Enter');
    await field('Name of the passkey').fill('Key ring');
    await field('Name of the passkey').press('Enter');
    await page.getByText('It is called “Key ring” now.').waitFor();
  }, 60_000);

  it('sign in with it alone, and after the password', async () => {
    await signOut();
    await button('Sign in with a passkey').press('Enter');
    await isSignedIn();
    await page.getByText(/^added .* last used/).waitFor();
    await signOut();
    await new PageUser(page, '').signIn(tenant.user.email, tenant.user.password);
    await page.getByText('One of your recovery codes.').waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await button('Use a passkey').press('Enter');
    await isSignedIn();
  }, 60_000);

  it('let an administrator require a second factor, and lead who has none to set one up', async () => {
    const admin = new ApiClient(stack.url, tenant.keys.admin);
    const li = new Person(stack.url, { email: `li-${tenant.user.email}`, password: 'nine green cats on a roof' });
    const { link } = await admin.post<NewInvitation>('/v1/members', { email: li.user.email, role: 'editor' });
    const token = new URLSearchParams(new URL(link).hash.slice(1)).get('invitation');
    await li.read('POST', '/invitations/accept', { token, name: 'Li Wei', password: li.user.password });

    await page.goto(`${home}/team`);
    await page.getByText('1 of 2 has a password and no second factor.').waitFor();
    await button('Require a second factor').press('Enter');
    await page.getByRole('dialog').getByText('Whoever has none can only set one up').waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await page.getByRole('dialog').getByRole('button', { name: 'Require a second factor' }).press('Enter');
    await page.getByText('A second factor is required now.').waitFor();

    const other = await open({ locale: 'es-ES' }, '/contacts');
    await field('Correo electrónico', other).fill(li.user.email);
    await field('Contraseña', other).fill(li.user.password);
    await button('Entrar', other).click();
    await other.getByRole('heading', { name: 'Configura un segundo factor', level: 1 }).waitFor();
    expect(await seriousFaults(other)).toEqual([]);
    await button('Añadir una llave de acceso', other).press('Enter');
    await field('Tu contraseña', other).fill(li.user.password);
    await field('Tu contraseña', other).press('Enter');
    await field('Nombre de la llave de acceso', other).fill('Teléfono');
    await field('Nombre de la llave de acceso', other).press('Enter');
    // They stay until they are copied, although the factor is there.
    expect((await field('Códigos de recuperación', other).inputValue()).split('\n')).toHaveLength(10);
    await button('Ya lo he copiado', other).click();
    await other.getByRole('heading', { name: 'Contactos', level: 1 }).waitFor();
    await other.context().close();

    await button('Require it no more').press('Enter');
    await page.getByText('A second factor is required no more.').waitFor();
  }, 90_000);

  it('remove it, which it has to confirm itself', async () => {
    await page.goto(`${home}/security`);
    await button('Remove “Key ring”').press('Enter');
    await field('Your password').fill('something else entirely');
    await field('Your password').press('Enter');
    await page.getByText('This is not the password you have now.').waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await field('Your password').fill(tenant.user.password);
    await field('Your password').press('Enter');
    await page.getByText('“Key ring” is removed.').waitFor();
    await page.getByText('You have no passkey yet.').waitFor();
    await signOut();
    await button('Sign in with a passkey').press('Enter');
    await page.getByText('This passkey is not known here').waitFor();
    expect(await seriousFaults(page)).toEqual([]);
  }, 60_000);

  it('say where passkeys can be used, where they cannot', async () => {
    const context = await browser.newContext({ locale: 'en-GB', reducedMotion: 'reduce' });
    const elsewhere = await context.newPage();
    await elsewhere.goto(`${stack.url}/security`);
    await new PageUser(elsewhere, '').signIn(tenant.user.email, tenant.user.password);
    await elsewhere.getByText(`only where this page is opened as ${home}.`).waitFor();
    expect(await button('Add a passkey', elsewhere).count()).toBe(0);
    await context.close();
  }, 60_000);

  it('had no error in the console of the page', () => {
    expect(problems).toEqual([]);
  });
});
