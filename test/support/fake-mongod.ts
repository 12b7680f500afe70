/**
 * A program that stands for mongod where none can be had: it takes the same arguments and answers the few commands with
 * which members become a replica set and step down. It stores nothing. Members on one machine share a file beside
 * their data folders, in which the configuration is, and who is primary.
 */
import { BSON, type Document } from 'mongodb';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { answerTo, documentOf, MessageCutter } from './mongo-messages.js';

interface ReplicaSet {
  config: { _id: string; members: { host: string }[] };
  primary: number;
  term: number;
}

const { values } = parseArgs({ options: { port: { type: 'string' }, dbpath: { type: 'string' } }, strict: false });
const port = Number(values.port);
const file = path.resolve(String(values.dbpath), '../../replica-set.json');
const read = (): ReplicaSet | null =>
  existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as ReplicaSet) : null;
/** Another member may read at any moment: it finds all of the old or all of the new. */
function write(set: ReplicaSet): void {
  const written = `${file}.${port}`;
  writeFileSync(written, JSON.stringify(set));
  renameSync(written, file);
}

net
  .createServer((socket) => {
    const cutter = new MessageCutter();
    socket.on('error', () => undefined);
    socket.on('data', (bytes) => {
      for (const message of cutter.cut(bytes)) socket.write(answerTo(message, answer(documentOf(message))));
    });
  })
  .listen(port, '127.0.0.1');

function answer(command: Document): Document {
  const name = Object.keys(command)[0]!;
  const set = read();
  if (name === 'replSetInitiate')
    write({ config: command.replSetInitiate as ReplicaSet['config'], primary: 0, term: 1 });
  if (name === 'replSetStepDown' && set)
    write({ ...set, primary: (set.primary + 1) % set.config.members.length, term: set.term + 1 });
  return { ...(/^(hello|ismaster)$/i.test(name) && hello(set)), ok: 1 };
}

function hello(set: ReplicaSet | null): Document {
  const limits = {
    minWireVersion: 0,
    maxWireVersion: 25,
    maxBsonObjectSize: 16_777_216,
    maxMessageSizeBytes: 48_000_000,
  };
  if (!set) return { ...limits, isWritablePrimary: false, maxWriteBatchSize: 100_000, isreplicaset: true };
  const hosts = set.config.members.map(({ host }) => host);
  const me = `127.0.0.1:${port}`;
  const isWritablePrimary = hosts[set.primary] === me;
  const electionId = new BSON.ObjectId(set.term.toString(16).padStart(24, '0'));
  return {
    ...limits,
    ...{ setName: set.config._id, setVersion: 1, hosts, me, primary: hosts[set.primary], maxWriteBatchSize: 100_000 },
    ...{ isWritablePrimary, secondary: !isWritablePrimary, ...(isWritablePrimary && { electionId }) },
  };
}
