import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Timestamp } from 'mongodb';
import mongoose from 'mongoose';
import { contactDefinition, DownloadReads } from '#persistence';

/** The parts of a command that say where and when it is to be read. */
interface ReadCommand {
  readConcern?: { afterClusterTime?: Timestamp };
  $readPreference?: { mode: string };
}

/** The stand-in has no secondaries. So this looks at what they are asked. */
describe('contacts that are read from secondaries', () => {
  let reader: mongoose.Connection;
  let writer: mongoose.Connection;
  const asked: ReadCommand[] = [];

  beforeAll(async () => {
    const uri = process.env.MONGODB_URI!;
    writer = await mongoose.createConnection(uri).asPromise();
    reader = await mongoose.createConnection(uri, { monitorCommands: true }).asPromise();
    reader.model(contactDefinition.name, contactDefinition.schema);
    reader.getClient().on('commandStarted', ({ commandName, command }) => {
      if (commandName === 'find') asked.push(command);
    });
  });
  afterAll(() => Promise.all([reader?.close(), writer?.close()]));

  it('are read as they were when the reader last caught up, or as they became later', async () => {
    const reads = new DownloadReads(reader, 'secondaryPreferred');
    await reads.onModuleInit();
    const session = await writer.startSession();
    await writer.collection('written-before').insertOne({}, { session });
    await reads.catchUp();
    await reader.model(contactDefinition.name).collection.find().toArray();
    const [find] = asked;
    expect(find!.$readPreference).toEqual({ mode: 'secondaryPreferred' });
    expect(find!.readConcern!.afterClusterTime!.greaterThanOrEqual(session.operationTime!)).toBe(true);
    await session.endSession();
    await reads.onApplicationShutdown();
  });
});
