import { Injectable } from '@nestjs/common';
import type { ContactErased } from '#contracts';
import { NotYetError } from '#messaging';
import { CampaignsRepository, everyAccountOf, Transactions, type CampaignAudience } from '#persistence';
import { ObjectStore } from '#storage';
import { fileKey, storeAudience } from './audience-file.js';
import { WritableFrozenAudiencesRepository } from './writable-frozen-audiences.repository.js';

const LOOK_AGAIN_MS = 1_000;

/** A campaign with a complete list and its file. */
type Frozen = CampaignAudience & { freezeId: string; objectKey: string };

/**
 * Takes people whose data were erased out of frozen audiences: out of the list and out of its file. Nobody fetches the
 * person for a campaign any more, and nothing tells in which segments they were.
 */
@Injectable()
export class FrozenErasures {
  constructor(
    private readonly campaigns: CampaignsRepository,
    private readonly frozen: WritableFrozenAudiencesRepository,
    private readonly store: ObjectStore,
    private readonly transactions: Transactions,
  ) {}

  /**
   * Idempotent. An audience that is being frozen is looked at when it is complete: it may have read the marks "do not
   * contact" before the erasure. One that begins later leaves the person out by itself.
   * @param progressed is called after each campaign
   * @throws NotYetError while an audience of the account is being frozen
   */
  async take({ organisationId, accountId, contacts }: ContactErased, progressed: () => void): Promise<void> {
    const phones = contacts.map(({ phone }) => phone);
    const campaigns = await this.campaigns.withAudience(organisationId, accountId);
    for (const campaign of campaigns.filter(isFrozen)) {
      await this.takeOut(campaign, phones);
      progressed();
    }
    if (campaigns.some(({ state }) => state === 'scheduled'))
      throw new NotYetError('an audience of this account is being frozen', LOOK_AGAIN_MS);
  }

  private async takeOut(campaign: Frozen, phones: readonly string[]): Promise<void> {
    const held: string[] = [];
    for (const phone of phones) if (await this.frozen.has(campaign.freezeId, phone)) held.push(phone);
    if (held.length > 0)
      await this.transactions.run(async (session) => {
        const count = await this.frozen.takeOut(campaign.freezeId, held, session);
        if (count > 0) await this.campaigns.noteErased(campaign, count, session);
      });
    // A process that died has perhaps not come to the file.
    if (held.length > 0 || campaign.objectKey !== fileKey(campaign)) await this.renewFile(campaign);
  }

  /**
   * Writes the file again, under another key, until it has been written after the last person was taken out: others may
   * be taken out meanwhile, also by other processes.
   */
  private async renewFile({ _id, organisationId }: Frozen): Promise<void> {
    const read = () => this.campaigns.find(everyAccountOf(organisationId), _id);
    for (let record = await read(); record && isFrozen(record); record = await read()) {
      const objectKey = fileKey(record);
      if (record.objectKey === objectKey) return;
      await storeAudience(this.store, objectKey, this.frozen.pieces(record.freezeId));
      if (await this.campaigns.replaceFile(record, objectKey)) return this.store.delete(record.objectKey);
      if ((await read())?.objectKey !== objectKey) await this.store.delete(objectKey);
    }
  }
}

function isFrozen<C extends CampaignAudience>(campaign: C): campaign is C & Frozen {
  const { state, freezeId, objectKey } = campaign;
  return (state === 'audience_frozen' || state === 'done') && freezeId !== null && objectKey !== null;
}
