import { Inject, Injectable } from '@nestjs/common';
import { coded, conditionsSchema, type JobPayload } from '#contracts';
import {
  AccountsRepository,
  ContactsRepository,
  OutboxRepository,
  ReplaysRepository,
  type AccountRef,
  type ReplayRecord,
} from '#persistence';
import { LOGGER } from '#platform';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { ANNOUNCED, ContactWriter, type AnnouncedContact } from './contact-writer.js';

/** How many events of a replay may wait for the subscriber: what it cannot keep up with stays where it is. */
const MAX_IN_FLIGHT = 16;
const LOOK_AGAIN_MS = 200;
/** MongoDB closes a cursor that nobody reads for ten minutes. */
const CURSOR_MS = 5 * 60_000;
const EVERYBODY = conditionsSchema.parse({});

/**
 * Tells one subscriber of every contact of an account as it is now: by phone, batch after batch, no faster than the
 * subscriber takes them. Live events go on meanwhile. A contact that changes after it was read is told of by its own
 * event, with a higher revision; so the subscriber ends as if it had never missed anything.
 */
@Injectable()
export class Replays {
  constructor(
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly accounts: AccountsRepository,
    private readonly contacts: ContactsRepository,
    private readonly outbox: OutboxRepository,
    private readonly replays: ReplaysRepository,
    private readonly writer: ContactWriter,
  ) {}

  /**
   * Goes on where the record says that the replay stands. A batch that was sent but not yet noted is sent again.
   * @param signal stops it after its batch
   */
  async run({ organisationId, replayId }: JobPayload<'replays'>, signal: AbortSignal): Promise<void> {
    let record = await this.begin(organisationId, replayId);
    if (!record) return;
    const account = await this.accounts.find(organisationId, record.accountId);
    if (!account) throw new Error('the organisation has no such account');

    for (let more = true; more && !record.cancelRequested;) {
      more = false;
      const opened = Date.now();
      const { afterPhone } = record;
      for await (const batch of this.contacts.scan(account, EVERYBODY, ANNOUNCED, { afterPhone })) {
        record = await this.untilTaken(record, MAX_IN_FLIGHT - 1, signal);
        if (record.cancelRequested) break;
        record = await this.send(account, record, batch);
        more = Date.now() - opened > CURSOR_MS;
        if (more) break;
      }
    }
    record = await this.untilTaken(record, 0, signal);
    const status = record.cancelRequested ? 'cancelled' : 'completed';
    await this.move(record, { status, finishedAt: new Date() });
    this.logger.info({ contacts: record.processed }, `replay ${status}`);
  }

  async giveUp({ organisationId, replayId }: JobPayload<'replays'>): Promise<void> {
    await this.replays.transition(organisationId, replayId, ['queued', 'running'], {
      status: 'failed',
      error: coded('internal_error/replay'),
      finishedAt: new Date(),
    });
  }

  private async begin(organisationId: string, replayId: string): Promise<ReplayRecord | null> {
    const record = await this.replays.transition(organisationId, replayId, ['queued', 'running'], {
      status: 'running',
    });
    if (!record || record.startedAt) return record;
    const account = await this.accounts.find(organisationId, record.accountId);
    const expected = account ? (await this.contacts.count([account], EVERYBODY, true)).value : null;
    return this.replays.transition(organisationId, replayId, ['running'], { startedAt: new Date(), expected });
  }

  /** Waits until no more than `max` of the replay's events wait for the subscriber, or until it is to be cancelled. */
  private async untilTaken(record: ReplayRecord, max: number, signal: AbortSignal): Promise<ReplayRecord> {
    let current = record;
    for (;;) {
      signal.throwIfAborted();
      const inFlight = await this.outbox.stillWaiting(current.inFlight, current.to);
      if (inFlight.length < current.inFlight.length) current = await this.move(current, { inFlight });
      if (inFlight.length <= max || current.cancelRequested) return current;
      await sleep(LOOK_AGAIN_MS);
      current = (await this.replays.find(current.organisationId, current._id)) ?? current;
    }
  }

  private async send(account: AccountRef, record: ReplayRecord, batch: AnnouncedContact[]): Promise<ReplayRecord> {
    const sent = await this.writer.announceTo(record.to, account, batch);
    const processed = record.processed + batch.length;
    const seconds = Math.max(0.001, (Date.now() - record.startedAt!.getTime()) / 1000);
    return this.move(record, {
      afterPhone: batch.at(-1)!.phone,
      inFlight: [...record.inFlight, sent],
      processed,
      expected: Math.max(processed, record.expected ?? 0),
      contactsPerSecond: Math.round(processed / seconds),
    });
  }

  /** @throws when somebody else goes on with this replay */
  private async move(record: ReplayRecord, change: Partial<ReplayRecord>): Promise<ReplayRecord> {
    const { organisationId, _id, afterPhone } = record;
    const moved = await this.replays.transition(organisationId, _id, ['running'], change, { afterPhone });
    if (!moved) throw new Error('somebody else goes on with this replay');
    return moved;
  }
}
