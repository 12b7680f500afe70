import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Audience, Campaign, Import, ReachEffect } from '#contracts';
import { ApiClient } from '../support/api.js';
import { eventually } from '../support/eventually.js';
import { startStack, type Stack } from '../support/stack.js';

const phone = (index: number) => String(34600000000 + index);
const dogs = (from: number, count: number) =>
  `id,name,tags\n${Array.from({ length: count }, (_, index) => `${phone(from + index)},Jane,dog`).join('\n')}\n`;

describe('an import tells how the reach of campaigns changed', () => {
  let stack: Stack;
  let api: ApiClient;
  let accountId: string;

  beforeAll(async () => {
    stack = await startStack({
      together: ['gateway', 'importer', 'contacts'],
      services: ['campaigns'],
      env: { IMPORT_BATCH_ROWS: '5', JOB_LOCK_SECONDS: '3' },
    });
  }, 60_000);
  afterAll(() => stack?.stop());
  beforeEach(async () => {
    const tenant = await stack.seed();
    api = new ApiClient(stack.url, tenant.keys.admin);
    accountId = tenant.accounts[0]!.id;
  });

  const draft = async (name: string, segment: unknown) =>
    (await api.post<Campaign>('/v1/campaigns', { name, accountId, segment })).id;
  const effectOf = (importId: string) =>
    eventually('the effect is known', async () => {
      const { effect } = await api.get<Import>(`/v1/imports/${importId}`);
      expect(effect).not.toBeNull();
      return [...effect!].sort((a, b) => (a.name < b.name ? -1 : 1)).map(figures);
    });
  const caughtUp = () =>
    eventually('the view has caught up', async () => {
      const audience = await api.get<Audience>(`/v1/campaigns/audience?accountId=${accountId}`);
      expect(audience.behind.eventsWaiting).toBe(0);
    });

  it('counts new contacts, those that lost their last tag, and those that a blank column removed', async () => {
    const first = await api.importFile(
      accountId,
      `id,name,tags,city\n${phone(1)},Jane,dog,Rome\n${phone(2)},Ana,cat,\n${phone(3)},Li,,Oslo\n`,
    );
    expect(await effectOf(first.id)).toEqual([]);
    await draft('b dogs', { tag: ['dog'] });
    await draft('a cats', { tag: ['cat'] });
    const cities = await draft('c cities', { hasValue: ['city'] });
    await draft('d nothing yet', {});

    const second = await api.importFile(
      accountId,
      `id,name,tags,city\n${phone(2)},Ana,,\n${phone(4)},New,dog,\n${phone(5)},Too,"dog, big",\n`,
      { blankCells: 'clear', blankColumns: 'clear' },
    );
    expect(await effectOf(second.id)).toEqual(['a cats: 1 → 0', 'b dogs: 1 → 3', 'c cities: 2 → 0']);
    const { warnings } = await api.get<Campaign>(`/v1/campaigns/${cities}`);
    expect(warnings).toEqual([
      { code: 'value_removed', message: expect.stringContaining('“city”'), with: { name: 'city' } },
    ]);

    const third = await api.importFile(accountId, `id,name,city\n${phone(9)},Back,Bergen\n`);
    expect(await effectOf(third.id)).toEqual(['a cats: 0 → 0', 'b dogs: 3 → 3', 'c cities: 0 → 1']);
    expect((await api.get<Campaign>(`/v1/campaigns/${cities}`)).warnings).toEqual([]);

    const same = await api.importFile(accountId, `id,name,city\n${phone(9)},Back,Bergen\n`);
    expect(await effectOf(same.id)).toEqual(['a cats: 0 → 0', 'b dogs: 3 → 3', 'c cities: 1 → 1']);
    const refused = await api.finished((await api.upload(accountId, 'name\nJane\n')).id);
    expect(refused).toMatchObject({ status: 'rejected', effect: null });
  }, 60_000);

  it('distinguishes several imports, also when their events arrive later, and when the service is killed meanwhile', async () => {
    await api.importFile(accountId, dogs(0, 10));
    await caughtUp();
    await draft('dogs', { tag: ['dog'] });
    await stack.kill('campaigns');
    const ids: string[] = [];
    for (const [from, count] of [
      [10, 60],
      [50, 70],
      [200, 30],
    ] as const)
      ids.push((await api.importFile(accountId, dogs(from, count))).id);
    for (let time = 0; time < 2; time++) {
      await stack.start('campaigns');
      await stack.kill('campaigns');
    }
    await stack.start('campaigns');
    const effects = [];
    for (const id of ids) effects.push(await effectOf(id));
    expect(effects).toEqual([['dogs: 10 → 70'], ['dogs: 70 → 120'], ['dogs: 120 → 150']]);
  }, 120_000);

  it('measures as many of the latest campaigns as one document can hold, when their segments are huge', async () => {
    const texts = (prefix: string) => Array.from({ length: 50 }, (_, index) => `${prefix}${index}`.padEnd(4_000, 'x'));
    const huge = { tag: ['dog'], notTag: texts('t'), notValue: texts('city:v'), notHasValue: texts('n').map(short) };
    const names = Array.from({ length: 45 }, (_, index) => `C${String(index).padStart(2, '0')}`);
    for (const name of names) await draft(name, huge);
    const { id } = await api.importFile(accountId, dogs(0, 10));
    const measured = await effectOf(id);
    expect(measured.length).toBeGreaterThan(1);
    expect(measured).toEqual(names.slice(-measured.length).map((name) => `${name}: 0 → 10`));
  }, 60_000);
});

/** The name of a value has at most 256 characters. */
const short = (text: string) => text.slice(0, 256);

function figures({ name, before, after }: ReachEffect): string {
  return `${name}: ${before} → ${after}`;
}
