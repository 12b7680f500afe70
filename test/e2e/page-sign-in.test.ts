import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import type { NewInvitation } from '#contracts';
import { Secret, TOTP } from 'otpauth';
import { ApiClient } from '../support/api.js';
import { seriousFaults } from '../support/axe.js';
import { launchBrowser } from '../support/browser.js';
import { codeAt, Person } from '../support/person.js';
import { PageUser } from '../support/page-user.js';
import { sharedStack, type RunningProduct, type SeededTenant } from '../support/stack.js';

const LI = { email: '', password: 'nine green cats on a roof' };

/** Signing in with more than a password, in a real browser. Browsers know passkeys at `localhost`, not at an IP address. */
describe('the pages of signing in', () => {
  let stack: RunningProduct;
  let home: string;
  let tenant: SeededTenant;
  let browser: Browser;
  let page: Page;
  let app: TOTP;
  let recoveryCodes: string[];
  const problems: string[] = [];

  beforeAll(async () => {
    browser = await launchBrowser();
    stack = await sharedStack();
    home = stack.url.replace('127.0.0.1', 'localhost');
    tenant = await stack.seed();
    page = await open({ locale: 'en-GB' });
  }, 120_000);
  afterAll(() => browser?.close());

  async function open(options: BrowserContextOptions): Promise<Page> {
    const context = await browser.newContext({ reducedMotion: 'reduce', ...options });
    const opened = await context.newPage();
    opened.setDefaultTimeout(30_000);
    opened.on('pageerror', (error) => problems.push(error.message));
    await opened.goto(`${home}/security`);
    return opened;
  }
  const button = (name: string | RegExp, on = page) => on.getByRole('button', { name, exact: true });
  const field = (name: string, on = page) => on.getByLabel(name, { exact: true });
  const dialog = () => page.getByRole('dialog');
  async function signOut(): Promise<void> {
    await page.getByRole('button', { name: /^Settings/ }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).press('Enter');
    await field('E-mail').waitFor();
  }

  it('sets up an authenticator app with the keyboard, and shows the recovery codes once', async () => {
    await new PageUser(page, '').signIn(tenant.user.email, tenant.user.password);
    await button('Set up an authenticator app').press('Enter');
    await field('Your password').fill('something else entirely');
    await field('Your password').press('Enter');
    await dialog().getByText('This is not the password you have now.').waitFor();
    await field('Your password').fill(tenant.user.password);
    await field('Your password').press('Enter');
    await page.getByRole('img', { name: 'QR code for your authenticator app' }).waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    const key = await dialog().locator('code').innerText();
    app = new TOTP({ secret: Secret.fromBase32(key.replaceAll(' ', '')) });
    await field('Code that the app shows now').fill('000000');
    await field('Code that the app shows now').press('Enter');
    await dialog().getByText('This code is wrong').waitFor();
    await field('Code that the app shows now').fill(codeAt(app, 0));
    await field('Code that the app shows now').press('Enter');
    recoveryCodes = (await field('Recovery codes').inputValue()).split('\n');
    expect(recoveryCodes).toHaveLength(10);
    expect(await seriousFaults(page)).toEqual([]);
    await button('I have copied it').click();
    await page.getByText('10 recovery codes are left.').waitFor();
  }, 60_000);

  it('asks for a code after the password, in both languages', async () => {
    await signOut();
    await new PageUser(page, '').signIn(tenant.user.email, tenant.user.password);
    await page.getByRole('heading', { name: 'One more step' }).waitFor();
    await field('Code').fill('000000');
    await field('Code').press('Enter');
    await page.getByText('This code is wrong').waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await field('Code').fill(codeAt(app, 1));
    await field('Code').press('Enter');
    await page.getByRole('heading', { name: 'Password and sessions', level: 1 }).waitFor();

    const other = await open({ locale: 'es-ES' });
    await field('Correo electrónico', other).fill(tenant.user.email);
    await field('Contraseña', other).fill(tenant.user.password);
    await button('Entrar', other).click();
    await button('Volver a la contraseña', other).press('Enter');
    await field('Correo electrónico', other).fill(tenant.user.email);
    await field('Contraseña', other).fill(tenant.user.password);
    await button('Entrar', other).click();
    await field('Código', other).fill(recoveryCodes[0]!);
    await field('Código', other).press('Enter');
    await other.getByText('Quedan 9 códigos de recuperación.').waitFor();
    expect(await seriousFaults(other)).toEqual([]);
    await other.context().close();
  }, 60_000);

  it('makes new recovery codes and turns the app off', async () => {
    const prove = async (code: string): Promise<void> => {
      await field('Your password').fill(tenant.user.password);
      await field('Code').fill(code);
      await field('Code').press('Enter');
    };
    await button('New recovery codes').press('Enter');
    await prove('000000');
    await dialog().getByText('This code is wrong').waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await prove(recoveryCodes[1]!);
    const fresh = (await field('Recovery codes').inputValue()).split('\n');
    expect(fresh).not.toContain(recoveryCodes[2]);
    await button('I have copied it').click();
    await button('Turn off').press('Enter');
    await prove(fresh[0]!);
    await page.getByText('Your authenticator app is turned off.').waitFor();
    await button('Set up an authenticator app').waitFor();
  }, 60_000);

  it('lets an administrator reset the second factor of a member', async () => {
    LI.email = `li-${tenant.user.email}`;
    const admin = new ApiClient(stack.url, tenant.keys.admin);
    const { link } = await admin.post<NewInvitation>('/v1/members', { email: LI.email, role: 'viewer' });
    const li = new Person(stack.url, LI);
    const token = new URLSearchParams(new URL(link).hash.slice(1)).get('invitation');
    await li.read('POST', '/invitations/accept', { token, name: 'Li Wei', password: LI.password });
    await li.setUpApp();
    await page.goto(`${home}/team`);
    await button('Reset the second factor of Li Wei').press('Enter');
    await dialog().getByText('Make sure that it is they who ask.').waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await dialog().getByRole('button', { name: 'Reset second factor' }).press('Enter');
    await page.getByText('Li Wei has no second factor any more.').waitFor();
    expect([await li.isSignedIn(), await li.signIn()]).toEqual([false, '200']);
  }, 60_000);

  it('had no error in the console of the page', () => {
    expect(problems).toEqual([]);
  });
});
