import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { getConnectionToken } from '@nestjs/mongoose';
import { mongo, type Connection } from 'mongoose';
import { EventPublisher } from '#messaging';
import { Transactions, TransactionTimeoutError } from '#persistence';
import { isTransient } from '#platform';
import { ContactWriter, type Intention } from '../../apps/contacts/src/contact-writer.js';
import { WritableContactChangesRepository } from '../../apps/contacts/src/writable-contact-changes.repository.js';
import { WritableContactsRepository } from '../../apps/contacts/src/writable-contacts.repository.js';
import { WritableOptOutsRepository } from '../../apps/contacts/src/writable-opt-outs.repository.js';
import { startInside, type Inside } from '../support/inside.js';

const PHONES = Array.from({ length: 30 }, (_, index) => `3460000${String(index).padStart(4, '0')}`);
const WRITERS = ['anna', 'bo', 'cy', 'di'];
const TURNS = 5;
/** A transaction with more contacts than this takes too long to come through. */
const OVERTAKEN = 10;

interface Stored {
  phone: string;
  rev: number;
  tags: string[];
}

describe('contacts that several write at once', () => {
  let inside: Inside;

  beforeAll(async () => {
    inside = await startInside([
      ContactWriter,
      WritableContactChangesRepository,
      WritableContactsRepository,
      WritableOptOutsRepository,
    ]);
  }, 60_000);
  afterAll(() => inside?.stop());

  it('have every change once, each with a revision of its own and an event', async () => {
    const account = await inside.newAccount();
    const writer = inside.app.get(ContactWriter);
    const publisher = inside.app.get(EventPublisher);
    const writeAll = async (who: string) => {
      for (let turn = 0; turn < TURNS; turn++) {
        const intentions = PHONES.map((phone): Intention => ({
          phone,
          changedBy: { kind: 'user', id: account.id },
          decide: (existing) => ({ name: 'Jane', tags: [...(existing?.tags ?? []), `${who} ${turn}`], values: [] }),
        }));
        const absent = new Set(turn === 0 ? PHONES : []);
        let trust = true;
        for (let left = intentions; left.length > 0;)
          left = await publisher.transaction(async (transaction) => {
            const unread = trust ? absent : new Set<string>();
            trust = false;
            const { done } = await writer.write(transaction, account, left, unread);
            return left.slice(done);
          });
      }
    };
    await Promise.all(WRITERS.map(writeAll));

    const all = WRITERS.length * TURNS;
    const stored = await inside.db.collection<Stored>('contacts').find({ accountId: account.id }).toArray();
    expect(stored).toHaveLength(PHONES.length);
    for (const { phone, rev, tags } of stored)
      expect({ phone, rev, tags: new Set(tags).size }).toEqual({ phone, rev: all, tags: all });
    const events = await inside.db
      .collection('outbox')
      .find({ accountId: account.id }, { promoteBuffers: true })
      .toArray();
    const announced = events.flatMap(
      ({ payload }) => (JSON.parse(String(payload)) as { contacts: { phone: string; revision: number }[] }).contacts,
    );
    const versions = announced.map(({ phone, revision }) => `${phone} ${revision}`);
    expect(new Set(versions).size).toBe(PHONES.length * all);
    expect(versions).toHaveLength(PHONES.length * all);
  }, 120_000);

  it('are all written although somebody changes one of them all the time', async () => {
    const account = await inside.newAccount();
    const [writer, publisher] = [inside.app.get(ContactWriter), inside.app.get(EventPublisher)];
    const contacts = inside.db.collection<Stored>('contacts');
    const intentions = (name: string) =>
      PHONES.map((phone): Intention => ({
        phone,
        changedBy: { kind: 'user', id: account.id },
        decide: () => ({ name, tags: [], values: [] }),
      }));
    await publisher.transaction((transaction) => writer.write(transaction, account, intentions('Jane')));
    let transactions = 0;
    for (let left = intentions('Ana'); left.length > 0;) {
      left = await publisher.transaction(async (transaction) => {
        transactions++;
        const { done } = await writer.write(transaction, account, left);
        if (done > OVERTAKEN) throw conflictError();
        return left.slice(done);
      });
    }
    expect(transactions).toBeLessThan(PHONES.length);
    expect(await contacts.countDocuments({ accountId: account.id, name: 'Ana', rev: 2 })).toBe(PHONES.length);
  });

  it('keep nobody waiting for longer than a request lasts', async () => {
    const impatient = new Transactions(inside.app.get<Connection>(getConnectionToken()), 200);
    const error = await impatient.run(() => Promise.reject(conflictError())).catch((cause: unknown) => cause);
    expect(error).toBeInstanceOf(TransactionTimeoutError);
    expect(isTransient(error)).toBe(true);
  });
});

/** What MongoDB answers when another transaction has changed the same document. */
function conflictError(): mongo.MongoServerError {
  const conflict = new mongo.MongoServerError({ message: 'Write conflict', code: 112 });
  conflict.addErrorLabel('TransientTransactionError');
  return conflict;
}
