import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Injectable } from '@nestjs/common';
import { v7 as newId } from 'uuid';
import { conditionsSchema } from '#contracts';
import { NotYetError } from '#messaging';
import {
  CampaignsRepository,
  everyAccountOf,
  OutboxRepository,
  type AccountRef,
  type CampaignRecord,
} from '#persistence';
import { ObjectStore } from '#storage';
import { AudienceFreezer } from '../../apps/campaigns/src/audience-freezer.js';
import { WritableFrozenAudiencesRepository } from '../../apps/campaigns/src/writable-frozen-audiences.repository.js';
import { startInside, type Inside } from '../support/inside.js';

/** Runs between two steps of the freezer: after it took the campaign. */
let onceTaken: () => Promise<void>;

@Injectable()
class ObservedCampaigns extends CampaignsRepository {
  override async beginFreeze(...args: Parameters<CampaignsRepository['beginFreeze']>): Promise<CampaignRecord | null> {
    const record = await super.beginFreeze(...args);
    await onceTaken();
    return record;
  }
}

describe('the freezing of an audience', () => {
  let inside: Inside;
  let account: AccountRef;

  beforeAll(async () => {
    inside = await startInside([
      AudienceFreezer,
      WritableFrozenAudiencesRepository,
      { provide: CampaignsRepository, useClass: ObservedCampaigns },
      // Nothing is stored, because the audience is empty.
      { provide: ObjectStore, useValue: {} },
    ]);
  }, 60_000);
  beforeEach(async () => {
    onceTaken = async () => undefined;
    account = await inside.newAccount();
  });
  afterAll(() => inside?.stop());

  const insertCampaign = async (secondsAgo: number): Promise<CampaignRecord> => {
    const record: CampaignRecord = {
      _id: newId(),
      organisationId: account.organisationId,
      accountId: account.id,
      name: 'Spring',
      segment: conditionsSchema.parse({ tag: ['cat'] }),
      state: 'scheduled',
      scheduledAt: new Date(Date.now() - secondsAgo * 1000),
      freezeId: null,
      reach: null,
      objectKey: null,
      error: null,
      createdAt: new Date(),
      frozenAt: null,
      finishedAt: null,
      createdBy: { kind: 'user', id: newId() },
    };
    await inside.app.get(CampaignsRepository, { strict: false }).insert(record);
    return record;
  };
  const publish = async (at: Date): Promise<string> => {
    const payload = { accountId: account.id, contacts: [] };
    const id = await inside.app.get(OutboxRepository).add('ContactChanged', payload, 1, ['campaigns']);
    await inside.db.collection<{ _id: string }>('outbox').updateOne({ _id: id }, { $set: { createdAt: at } });
    return id;
  };
  const freeze = ({ _id, organisationId }: CampaignRecord): Promise<void> =>
    inside.app.get(AudienceFreezer).run({ campaignId: _id, organisationId }, new AbortController().signal);
  const read = ({ _id, organisationId }: CampaignRecord) =>
    inside.app.get(CampaignsRepository, { strict: false }).find(everyAccountOf(organisationId), _id);

  it('takes the campaign, and only then looks for events that still wait', async () => {
    const campaign = await insertCampaign(5);
    let event = '';
    onceTaken = async () => {
      event = await publish(new Date(campaign.scheduledAt!.getTime() - 100));
    };
    await expect(freeze(campaign)).rejects.toThrow(NotYetError);
    expect(await read(campaign)).toMatchObject({ state: 'scheduled', freezeId: expect.any(String) });

    await inside.app.get(OutboxRepository).done(event, 'campaigns');
    await freeze(campaign);
    expect(await read(campaign)).toMatchObject({ state: 'draft', error: { code: 'empty_audience/freeze' } });
  });

  it('waits for an event of the second after its time, because clocks differ', async () => {
    const campaign = await insertCampaign(5);
    const event = await publish(new Date(campaign.scheduledAt!.getTime() + 900));
    await expect(freeze(campaign)).rejects.toThrow('1 events from before its time still wait');
    await inside.app.get(OutboxRepository).done(event, 'campaigns');
    await publish(new Date(campaign.scheduledAt!.getTime() + 1_100));
    await freeze(campaign);
    expect(await read(campaign)).toMatchObject({ state: 'draft' });
  });

  it('does not look before that second is over', async () => {
    const campaign = await insertCampaign(0);
    await expect(freeze(campaign)).rejects.toThrow('its time may not be over on every clock');
  });
});
