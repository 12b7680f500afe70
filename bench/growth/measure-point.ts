import { BSON } from 'mongodb';
import { SERVICES, type Import } from '#contracts';
import type { LocalServices } from '../../tools/local-services/start-local-services.js';
import { BenchProduct } from '../harness/bench-product.js';
import { secondsOf } from '../harness/in-turns.js';
import { peopleBlob } from '../harness/people-blob.js';
import { cpuByName, peaksByName } from '../harness/processes.js';
import type { Amounts, Part, Point } from './points.js';

/** Contacts of which the mean size is taken. */
const SAMPLE = 1_000;

/**
 * Imports new people with a product of its own on these servers, and looks at what each part needs. Another account has a
 * tenth as many from before, so that V8 has compiled what is to be measured.
 */
export async function measurePoint(
  local: LocalServices,
  amounts: Amounts,
): Promise<Omit<Point, keyof Amounts | 'commit' | 'at'>> {
  const { rows, accounts, tags } = amounts;
  const product = await BenchProduct.start(local);
  const pids = () => product.supervisor.pids();
  await product.import(await product.newAccount(), await peopleBlob(Math.ceil(rows / 10), { tags }));
  await product.settled();
  const { api, accountIds } = await product.newOrganisation(accounts);
  const files = await filesOf(amounts);
  let seconds = 0;
  const { used } = await cpuByName(pids, async () => {
    seconds = await secondsOf(async () => {
      const ids: string[] = [];
      for (const [index, accountId] of accountIds.entries())
        ids.push((await api.upload(accountId, files[index]!, { fileName: 'people.csv' })).id);
      for (const id of ids) checkEnd(await api.followImport(id));
    });
    await product.settled();
  });
  const stored = product.db.collection('contacts');
  const count = await stored.countDocuments({ accountId: { $in: accountIds } });
  if (count !== rows) throw new Error(`${count} of ${rows} contacts are there`);
  const sample = await stored.find({ accountId: accountIds[0] }).limit(SAMPLE).toArray();
  const bytes = sample.reduce((total, contact) => total + BSON.calculateObjectSize(contact), 0);
  const memory = Object.fromEntries(byPart(peaksByName(pids())));
  await product.stop();
  return {
    rowsPerSecond: rows / seconds,
    cpu: Object.fromEntries([...byPart(used)].map(([part, own]) => [part, (own * 1e6) / rows])),
    memory,
    contactBytes: bytes / sample.length,
  };
}

/** A file for each account. Together they have all rows. */
async function filesOf({ rows, accounts, tags }: Amounts): Promise<Blob[]> {
  const [each, left] = [Math.floor(rows / accounts), rows % accounts];
  const [file, longer] = [await peopleBlob(each, { tags }), await peopleBlob(each + 1, { tags })];
  return Array.from({ length: accounts }, (_, index) => (index < left ? longer : file));
}

function checkEnd({ status, rows, counts }: Import): void {
  if (status !== 'completed' || counts.created !== rows)
    throw new Error(`an import ended as ${status} with ${counts.created} of ${rows} contacts`);
}

/** What is no service and no server that we know by its name is the store: `mongod`, or what stands in for it. */
function byPart(figures: ReadonlyMap<string, number>): Map<Part, number> {
  const found = new Map<Part, number>();
  for (const [name, figure] of figures) {
    const part = SERVICES.find((service) => service === name) ?? serverOf(name);
    found.set(part, (found.get(part) ?? 0) + figure);
  }
  return found;
}

function serverOf(name: string): Part {
  if (/^(?:redis|valkey)/.test(name)) return 'Redis';
  return /^(?:weed|minio|seaweedfs|versitygw)/.test(name) ? 'objects' : 'store';
}
