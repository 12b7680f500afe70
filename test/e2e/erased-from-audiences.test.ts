import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Injectable } from '@nestjs/common';
import { text } from 'node:stream/consumers';
import { v7 as newId } from 'uuid';
import { conditionsSchema, type CampaignState, type ContactErased } from '#contracts';
import { NotYetError } from '#messaging';
import {
  CampaignsRepository,
  everyAccountOf,
  FrozenAudiencesRepository,
  type AccountRef,
  type CampaignRecord,
} from '#persistence';
import { CONFIG, type Config } from '#platform';
import { ObjectStore, openStore } from '#storage';
import { fileKey, storeAudience } from '../../apps/campaigns/src/audience-file.js';
import { FrozenErasures } from '../../apps/campaigns/src/frozen-erasures.js';
import {
  WritableFrozenAudiencesRepository,
  type FrozenPiece,
} from '../../apps/campaigns/src/writable-frozen-audiences.repository.js';
import { startInside, type Inside } from '../support/inside.js';

/** Runs before a campaign names the new file of its audience. */
let beforeNaming: () => Promise<void>;

@Injectable()
class ObservedCampaigns extends CampaignsRepository {
  override async replaceFile(...args: Parameters<CampaignsRepository['replaceFile']>): Promise<boolean> {
    await beforeNaming();
    return super.replaceFile(...args);
  }
}

/** Two pieces. The last phone of each bounds it. */
const PIECES = [
  ['34600000001', '34600000002', '34600000003'],
  ['34600000005', '34600000006'],
];
const ALL = PIECES.flat();
const without = (...phones: string[]) => ALL.filter((phone) => !phones.includes(phone));

/** On a real MongoDB and object store, with a hand on the order of steps. */
describe('an erased person in frozen audiences', () => {
  let inside: Inside;
  let store: ObjectStore;
  let account: AccountRef;
  let erasures: FrozenErasures;
  let campaigns: CampaignsRepository;
  let frozen: WritableFrozenAudiencesRepository;

  beforeAll(async () => {
    const opened = { provide: ObjectStore, inject: [CONFIG], useFactory: open };
    const observed = { provide: CampaignsRepository, useClass: ObservedCampaigns };
    inside = await startInside([opened, observed, FrozenErasures, WritableFrozenAudiencesRepository]);
    store = inside.app.get(ObjectStore);
    erasures = inside.app.get(FrozenErasures);
    // The module has one of its own too.
    campaigns = inside.app.get(CampaignsRepository, { strict: false });
    frozen = inside.app.get(WritableFrozenAudiencesRepository);
  }, 60_000);
  beforeEach(async () => {
    beforeNaming = async () => undefined;
    account = await inside.newAccount();
  });
  afterAll(async () => {
    await inside?.stop();
    store?.close();
  });

  async function open(config: Config): Promise<ObjectStore> {
    const opened = openStore(config);
    await opened.ensureBucket();
    return opened;
  }

  /** A campaign with a complete list and its file. */
  const insertFrozen = async (state: CampaignState = 'audience_frozen'): Promise<CampaignRecord> => {
    const [_id, freezeId] = [newId(), newId()];
    const isFrozen = state !== 'scheduled';
    const behind = { eventsWaiting: 0, oldestSeconds: null };
    const record: CampaignRecord = {
      _id,
      organisationId: account.organisationId,
      accountId: account.id,
      name: 'Spring',
      segment: conditionsSchema.parse({ tag: ['cat'] }),
      state,
      scheduledAt: new Date(),
      freezeId,
      reach: isFrozen ? { count: ALL.length, excluded: [], upTo: new Date().toISOString(), behind } : null,
      objectKey: isFrozen ? fileKey({ _id, freezeId }) : null,
      error: null,
      createdAt: new Date(),
      frozenAt: isFrozen ? new Date() : null,
      finishedAt: null,
      createdBy: { kind: 'user', id: newId() },
    };
    await campaigns.insert(record);
    let last: FrozenPiece | null = null;
    for (const phones of [...PIECES, null]) last = await frozen.append(freezeId, last, phones);
    if (record.objectKey) await storeAudience(store, record.objectKey, frozen.pieces(freezeId));
    return record;
  };
  const erase = (...phones: string[]) => {
    const erasedAt = new Date().toISOString();
    const event: ContactErased = {
      organisationId: account.organisationId,
      accountId: account.id,
      contacts: phones.map((phone) => ({ phone, revision: 2, erasedAt })),
    };
    return erasures.take(event, () => undefined);
  };
  const read = async ({ _id }: CampaignRecord) =>
    (await campaigns.find(everyAccountOf(account.organisationId), _id)) as CampaignRecord & { objectKey: string };
  const listOf = ({ freezeId }: CampaignRecord) =>
    inside.app.get(FrozenAudiencesRepository, { strict: false }).page(freezeId!, '', 100);
  const fileOf = async (campaign: CampaignRecord) =>
    (await text(await store.get((await read(campaign)).objectKey))).split('\r\n').slice(1, -1);
  const objectsOf = async ({ _id }: CampaignRecord) => {
    const keys: string[] = [];
    for await (const { key } of store.list(`campaigns/${_id}/`)) keys.push(key);
    return keys;
  };
  const stored = async ({ freezeId }: CampaignRecord) =>
    JSON.stringify(await inside.db.collection('frozen_audiences').find({ freezeId }).toArray());
  const expectLeft = async (campaign: CampaignRecord, left: string[]) => {
    expect(await listOf(campaign)).toEqual(left);
    expect(await fileOf(campaign)).toEqual(left);
    const now = await read(campaign);
    expect(now).toMatchObject({ erased: ALL.length - left.length, reach: { count: left.length } });
    expect(await objectsOf(campaign)).toEqual([now.objectKey]);
    expect(await frozen.last(campaign.freezeId!)).toMatchObject({ isSeal: true, total: left.length });
    for (const phone of without(...left)) expect(await stored(campaign)).not.toContain(phone);
  };

  it.each([
    ['the first', ['34600000001']],
    ['one that bounds a piece', ['34600000003']],
    ['the very last', ['34600000006']],
    ['a whole piece', ['34600000005', '34600000006']],
    ['everybody', ALL],
  ])('is gone from the list, its bounds, its file and its count: %s', async (_, phones) => {
    const [campaign, done] = [await insertFrozen(), await insertFrozen('done')];
    await erase(...phones);
    await expectLeft(campaign, without(...phones));
    await expectLeft(done, without(...phones));
    // Pages go on where they would have.
    const repository = inside.app.get(FrozenAudiencesRepository, { strict: false });
    for (const phone of ALL) expect(await repository.has(campaign.freezeId!, phone)).toBe(!phones.includes(phone));
    const pages = await repository.page(campaign.freezeId!, '34600000003', 100);
    expect(pages).toEqual(without(...phones).filter((phone) => phone > '34600000003'));
  });

  it('changes nothing in audiences without them, nor twice', async () => {
    const campaign = await insertFrozen();
    const before = await read(campaign);
    await erase('34600000004');
    expect(await read(campaign)).toEqual(before);
    await erase('34600000002');
    const once = await read(campaign);
    await erase('34600000002');
    expect(await read(campaign)).toEqual(once);
    await expectLeft(campaign, without('34600000002'));
  });

  it('is looked for again when an audience that is being frozen is complete', async () => {
    const [frozenBefore, freezing] = [await insertFrozen(), await insertFrozen('scheduled')];
    await expect(erase('34600000002')).rejects.toThrow(NotYetError);
    await expectLeft(frozenBefore, without('34600000002'));
    expect(await listOf(freezing)).toEqual(ALL);
    // The freezer ends.
    const objectKey = fileKey({ _id: freezing._id, freezeId: freezing.freezeId! });
    await storeAudience(store, objectKey, frozen.pieces(freezing.freezeId!));
    const change = { state: 'audience_frozen' as const, objectKey, reach: frozenBefore.reach };
    await campaigns.transition(everyAccountOf(account.organisationId), freezing._id, ['scheduled'], change);
    await erase('34600000002');
    await expectLeft(freezing, without('34600000002'));
  });

  it('is gone from the file after a process has died between list and file', async () => {
    const campaign = await insertFrozen();
    beforeNaming = () => Promise.reject(new Error('it died'));
    await expect(erase('34600000002')).rejects.toThrow('it died');
    expect(await listOf(campaign)).toEqual(without('34600000002'));
    expect(await fileOf(campaign)).toEqual(ALL);
    beforeNaming = async () => undefined;
    await erase('34600000002');
    await expectLeft(campaign, without('34600000002'));
  });

  it('is gone when others are erased at the same time, in whatever order the files are written', async () => {
    const campaign = await insertFrozen();
    // The second one comes from its beginning to its end while the first has written its file and not named it.
    beforeNaming = async () => {
      beforeNaming = async () => undefined;
      await erase('34600000005');
    };
    await erase('34600000001');
    await expectLeft(campaign, without('34600000001', '34600000005'));

    const another = await insertFrozen();
    await Promise.all(['34600000001', '34600000002', '34600000003', '34600000006'].map((phone) => erase(phone)));
    await expectLeft(another, ['34600000005']);
  });

  it('leaves no file of a campaign that is cancelled meanwhile', async () => {
    const campaign = await insertFrozen();
    const scope = everyAccountOf(account.organisationId);
    beforeNaming = async () => {
      await campaigns.transition(scope, campaign._id, ['audience_frozen'], { state: 'cancelled' });
    };
    await erase('34600000002');
    // The freezer removes the list and the file that the campaign names.
    expect(await objectsOf(campaign)).toEqual([campaign.objectKey]);
    expect(await read(campaign)).toMatchObject({ state: 'cancelled', objectKey: campaign.objectKey });
  });
});
