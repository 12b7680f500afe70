import { Injectable } from '@nestjs/common';
import { coded, conditionsSchema } from '#contracts';
import { progressAfter, type OrderWork, type RunningOrder, type Transaction } from '#messaging';
import { ContactsRepository, OutboxRepository, type AccountRef, type ReplayRecord } from '#persistence';
import { setTimeout as sleep } from 'node:timers/promises';
import { ANNOUNCED, changedEvents, type AnnouncedContact } from './contact-writer.js';

/** How many events of a replay may wait for the subscriber. The replay pauses while the subscriber cannot keep up. */
const MAX_IN_FLIGHT = 16;
const LOOK_AGAIN_MS = 200;
/** The cursor is reopened after this time, because MongoDB closes a cursor that nobody reads for ten minutes. */
const CURSOR_MS = 5 * 60_000;
const EVERYBODY = conditionsSchema.parse({});

/**
 * Publishes the current state of every contact of an account for one subscriber: by phone, batch by batch, no faster
 * than the subscriber handles them. Live events continue meanwhile. A contact that changes after it was read has a live
 * event with a higher revision. So the subscriber ends in the state it would have if it had never missed an event.
 */
@Injectable()
export class Replays implements OrderWork<'replays'> {
  readonly kind = 'replays';
  readonly failure = coded('internal_error/replay');

  constructor(
    private readonly contacts: ContactsRepository,
    private readonly outbox: OutboxRepository,
  ) {}

  /** Counts the contacts of the account. */
  async begin(account: AccountRef) {
    return { expected: (await this.contacts.count([account], EVERYBODY, true)).value };
  }

  async carryOut(order: RunningOrder<'replays'>) {
    for (let more = true; more && !order.isCancelled;) {
      more = false;
      const opened = Date.now();
      const { afterPhone } = order.record;
      for await (const batch of this.contacts.scan(order.account, EVERYBODY, ANNOUNCED, { afterPhone })) {
        await this.untilTaken(order, MAX_IN_FLIGHT - 1);
        if (order.isCancelled) break;
        await order.step(({ publishTo }) => publish(publishTo, order, batch));
        more = Date.now() - opened > CURSOR_MS;
        if (more) break;
      }
    }
    await this.untilTaken(order, 0);
    return {};
  }

  /**
   * Waits until no more than `max` of the replay's events wait for the subscriber, or until the replay is to be
   * cancelled.
   */
  private async untilTaken(order: RunningOrder<'replays'>, max: number): Promise<void> {
    for (;;) {
      const { inFlight, to } = order.record;
      const waiting = await this.outbox.stillWaiting(inFlight, to);
      if (waiting.length < inFlight.length) await order.move({ inFlight: waiting });
      if (order.isCancelled || waiting.length <= max) return;
      await sleep(LOOK_AGAIN_MS);
      await order.refresh();
    }
  }
}

/** Publishes a batch. @returns the progress after it */
async function publish(
  publishTo: Transaction['publishTo'],
  { account, record }: RunningOrder<'replays'>,
  batch: readonly AnnouncedContact[],
): Promise<Partial<ReplayRecord>> {
  const inFlight = [...record.inFlight];
  for (const event of changedEvents(account, batch)) inFlight.push(await publishTo(record.to, 'ContactChanged', event));
  return { inFlight, ...progressAfter<'replays'>(record, batch) };
}
