import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Queue } from 'bullmq';
import type { AuditEntry, Page } from '#contracts';
import { ApiClient } from '../support/api.js';
import { launchBrowser } from '../support/browser.js';
import { cookieOf, postJson } from '../support/page-session.js';
import { startStack, type SeededTenant, type Stack } from '../support/stack.js';

const BOARD = '/admin/queues';
const EDITS = `${BOARD}/api/queues/contact-edits`;
const EDIT = { kind: 'update', phone: '44687985632', name: 'Jane Smith', edit: { name: 'Jane Smith' } };

/** Only the gateway runs, so jobs stay in their queues. */
describe('the board of queues', () => {
  let stack: Stack;
  let operators: SeededTenant;
  let others: SeededTenant;
  let admin: ApiClient;
  let cookie: string;
  let queue: Queue;

  beforeAll(async () => {
    stack = await startStack({ services: ['gateway'] });
    operators = await stack.seed();
    others = await stack.seed();
    admin = new ApiClient(stack.url, operators.keys.admin);
    const { email, password } = operators.user;
    cookie = cookieOf(await postJson(`${stack.url}/v1/session`, { email, password }));
    queue = new Queue('contact-edits', {
      connection: { url: stack.env.REDIS_URL! },
      prefix: stack.env.REDIS_PREFIX!,
    });
    const { organisationId } = operators;
    const job = await queue.add('contact-edits', { ...EDIT, organisationId }, { jobId: 'edit-of-jane' });
    await job.log('44687985632');
  }, 60_000);
  afterAll(async () => {
    await queue?.close();
    await stack?.stop();
  });

  const put = (path: string, headers: Record<string, string>): Promise<Response> =>
    fetch(`${stack.url}${path}`, { method: 'PUT', headers });
  const noted = async (): Promise<string[][]> =>
    (await admin.get<Page<AuditEntry>>('/v1/audit?action=queue.changed')).items.map(({ targets }) => targets);

  it.each([BOARD, `${BOARD}/`, `${BOARD}/queue/imports`, `${BOARD}/api/queues`, `${BOARD}/static/favicon.ico`])(
    '%s is for administrators of the operators alone',
    async (path) => {
      const url = `${stack.url}${path}`;
      expect(await (await fetch(url)).json()).toMatchObject({ status: 401, code: 'not_signed_in' });
      const page = await fetch(url, { headers: { accept: 'text/html' }, redirect: 'manual' });
      expect([page.status, page.headers.get('location')]).toEqual([302, '/']);
      for (const key of [operators.keys.viewer, operators.keys.editor, others.keys.admin, others.keys.viewer])
        expect(await (await new ApiClient(stack.url, key).request(path)).json()).toMatchObject({
          status: 403,
          code: 'not_allowed',
        });
      expect(await (await new ApiClient(stack.url, 'ck_wrong').request(path)).json()).toMatchObject({ status: 401 });
      expect((await admin.request(path)).status).toBe(200);
      expect((await fetch(url, { headers: { cookie } })).status).toBe(200);
      // The page uses this request to decide whether to show the link.
      expect((await fetch(url, { method: 'HEAD', headers: { cookie } })).status).toBe(200);
    },
  );

  it('shows every queue, and only the ids of a job, no contact data', async () => {
    const text = await (await admin.request(`${BOARD}/api/queues?activeQueue=contact-edits&status=latest`)).text();
    for (const name of ['imports', 'exports', 'tag-changes', 'ContactUpserted.contacts', 'ContactChanged.campaigns'])
      expect(text).toContain(`"${name}"`);
    expect(text).toContain('edit-of-jane');
    expect(text).toContain(operators.organisationId);
    const one = await (await admin.request(`${EDITS}/edit-of-jane`)).text();
    expect(one).toContain(operators.organisationId);
    const rest = await Promise.all(
      ['edit-of-jane/logs', 'edit-of-jane/flow', 'workers', 'metrics'].map(async (path) =>
        (await admin.request(`${EDITS}/${path}`)).text(),
      ),
    );
    for (const answer of [text, one, ...rest]) expect(answer).not.toMatch(/44687985632|Jane/);
  });

  it('accepts changes from its own page or with a key, and records them', async () => {
    const from = (site: string) => ({ cookie, 'sec-fetch-site': site });
    for (const headers of [{ cookie }, from('cross-site'), from('same-site')])
      expect(await (await put(`${EDITS}/pause`, headers)).json()).toMatchObject({ code: 'csrf' });
    expect(await (await put(`${EDITS}/pause`, {})).json()).toMatchObject({ code: 'not_signed_in' });
    expect(await queue.isPaused()).toBe(false);
    expect(await noted()).toEqual([]);

    expect((await put(`${EDITS}/pause`, from('same-origin'))).status).toBe(200);
    expect(await queue.isPaused()).toBe(true);
    expect((await admin.request(`${EDITS}/resume`, { method: 'PUT' })).status).toBe(200);
    expect(await queue.isPaused()).toBe(false);
    expect((await put(`${EDITS}/edit-of-jane/clean`, from('same-origin'))).status).toBeLessThan(300);
    expect(await queue.getJob('edit-of-jane')).toBeUndefined();
    expect(await noted()).toEqual([
      ['contact-edits', 'edit-of-jane', 'clean'],
      ['contact-edits', 'resume'],
      ['contact-edits', 'pause'],
    ]);
  });

  it.each([
    ['POST', 'add', { name: 'x', data: {} }],
    ['PATCH', 'edit-of-jane/update-data', { jobData: {} }],
    ['PUT', 'obliterate', {}],
    ['PUT', 'concurrency', { concurrency: 1 }],
  ])('makes and changes no jobs by hand: %s %s', async (method, path, body) => {
    const init = { method, body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
    expect(await (await admin.request(`${EDITS}/${path}`, init)).json()).toMatchObject({ code: 'not_allowed' });
  });

  it('works as a page, with the security policy of all other pages', async () => {
    const answer = async (path: string): Promise<{ html: string; policy: string }> => {
      const response = await admin.request(path, { headers: { accept: 'text/html' } });
      return { html: await response.text(), policy: response.headers.get('content-security-policy')! };
    };
    const [board, again, page] = [await answer(BOARD), await answer(BOARD), await answer('/')];
    const directives = ({ policy }: { policy: string }) => policy.replace(/'nonce-[^']+'/, "'nonce'").split(';');
    expect(directives(board)).toEqual(directives(page));
    expect(directives(board)).toContain("base-uri 'none'");
    const nonce = /'nonce-([\w-]{22})'/.exec(board.policy)![1]!;
    expect(board.html).toContain(`<style nonce="${nonce}">`);
    expect(board.html).not.toMatch(/<style>| style=/);
    expect(again.policy).not.toContain(nonce);

    const browser = await launchBrowser();
    try {
      const context = await browser.newContext({
        extraHTTPHeaders: { authorization: `Bearer ${operators.keys.admin}` },
      });
      const tab = await context.newPage();
      tab.setDefaultTimeout(20_000);
      const problems: string[] = [];
      tab.on('pageerror', ({ message }) => problems.push(message));
      tab.on('console', (message) => {
        const text = message.text();
        // What comes from another origin is blocked on purpose, and so is its `<base>`.
        const isMeant = /fonts\.googleapis\.com|base-uri 'none'/.test(text);
        if (/Content Security Policy/.test(text) && !isMeant) problems.push(text);
      });
      await tab.goto(`${stack.url}${BOARD}`);
      await tab.getByText('ContactUpserted.contacts').first().waitFor();
      // In another folder than its files.
      await tab.goto(`${stack.url}${BOARD}/queue/contact-edits`);
      await tab.getByText('contact-edits').first().waitFor();
      expect(await tab.evaluate<string>('document.baseURI')).toBe(`${stack.url}${BOARD}/queue/contact-edits`);
      expect(problems).toEqual([]);
    } finally {
      await browser.close();
    }
  }, 60_000);

  it('belongs to the configured organisation, instead of the one that was created first', async () => {
    await stack.kill('gateway', 'SIGTERM');
    stack.env.OPERATORS_ORGANISATION = others.organisationId;
    await stack.start('gateway');
    expect((await new ApiClient(stack.url, others.keys.admin).request(BOARD)).status).toBe(200);
    expect((await admin.request(BOARD)).status).toBe(403);
  }, 30_000);
});
