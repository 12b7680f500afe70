import { afterEach, describe, expect, it, vi } from 'vitest';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { defaultPort } from '#contracts';
import { openSetupPage, type SetupPage } from '../../scripts/setup-page.mjs';
import { Setup } from '../../scripts/setup.mjs';
import { freePort } from '../../tools/local-services/free-port.js';

const open: SetupPage[] = [];
const others: Server[] = [];
afterEach(async () => {
  vi.useRealTimers();
  await Promise.all(open.splice(0).map((page) => page.close()));
  others.splice(0).forEach((server) => server.close());
});

async function openPage(setup: Setup, port?: number): Promise<SetupPage> {
  const page = await openSetupPage(setup, port);
  open.push(page);
  return page;
}

/** Listens on the port and answers 200. */
async function takePort(port: number): Promise<void> {
  const server = createServer((_, response) => void response.end('Contacts')).listen(port, '127.0.0.1');
  others.push(server);
  await once(server, 'listening');
}

const forever = () => new Promise<void>(() => undefined);
const read = (url: string, language: string) =>
  fetch(url, { headers: { accept: 'text/html', 'accept-language': language } });

describe('the page of a set-up', () => {
  it.each([
    ['en-GB,es;q=0.5', 'en', 'Contacts is being set up', '1 of 8 parts are done.', 'npm packages', 'in progress'],
    [
      'de,es-MX;q=0.8',
      'es',
      'Contacts se está preparando',
      '1 de 8 partes están listas.',
      'paquetes de npm',
      'en curso',
    ],
    ['de', 'en', 'Contacts is being set up', '1 of 8 parts are done.', 'npm packages', 'in progress'],
  ])('says to %j how far it is', async (accepted, language, title, status, packages, running) => {
    const setup = new Setup();
    await setup.during('packages', async () => undefined);
    void setup.during('MongoDB', forever);
    const response = await read((await openPage(setup, await freePort())).url, accepted);
    expect(response.status).toBe(503);
    expect(response.headers.get('retry-after')).toBe('5');
    const html = await response.text();
    for (const part of [`<html lang="${language}">`, `<h1>${title}</h1>`, status]) expect(html).toContain(part);
    expect(html).toMatch(new RegExp(`class="done"><span>${packages}</span>`));
    expect(html).toMatch(new RegExp(`class="running"><span>MongoDB</span><span>${running} \\d:\\d\\d`));
  });

  it('refuses programs, which try again later', async () => {
    const { url } = await openPage(new Setup(), await freePort());
    const response = await fetch(`${url}v1/contacts`);
    expect([response.status, response.headers.get('retry-after'), await response.text()]).toEqual([503, '5', '']);
  });

  it('leaves its port to the gateway at once', async () => {
    const page = await openPage(new Setup(), await freePort());
    await read(page.url, 'en');
    await open.pop()!.close();
    await takePort(page.port);
    expect((await read(page.url, 'en')).status).toBe(200);
  });

  it('takes the usual port of the gateway or a later one, and says so', async () => {
    const said = vi.spyOn(console, 'log').mockImplementation(() => undefined);
    const first = await openPage(new Setup());
    const second = await openPage(new Setup());
    said.mockRestore();
    expect(first.port).toBeGreaterThanOrEqual(defaultPort('gateway'));
    expect(first.port).toBeLessThan(defaultPort('gateway') + 100);
    expect(second.port).toBeGreaterThan(first.port);
  });

  it('takes no other port than the one that was wished', async () => {
    const port = await freePort();
    await takePort(port);
    await expect(openSetupPage(new Setup(), port)).rejects.toThrow(
      `Port ${port} is taken. Give another one with --port.`,
    );
  });
});

describe('the summary of a set-up', () => {
  it('names what took at least a second', async () => {
    vi.useFakeTimers({ now: 0 });
    const setup = new Setup();
    const took = (milliseconds: number) => async () => void vi.setSystemTime(Date.now() + milliseconds);
    await setup.during('packages', took(40_000));
    await setup.during('build', took(900));
    await setup.during('MongoDB', took(130_000));
    expect(setup.summary()).toBe('Set up in 2:50: npm packages 0:40, MongoDB 2:10 (some of them side by side)');
  });

  it('is short when there was nothing to do', () => {
    expect(new Setup().summary()).toBe('Set up in 0:00');
  });
});
