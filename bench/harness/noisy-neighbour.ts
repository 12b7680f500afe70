import { isFinished, type Export, type Import } from '#contracts';
import type { ApiClient } from '#api-client';
import { setTimeout as sleep } from 'node:timers/promises';
import type { BenchProduct } from './bench-product.js';
import { peopleBlob } from './people-blob.js';
import { Watchers } from './watchers.js';

const OPEN_IMPORTS = 10;
const CLIENTS = 500;
const LOOK_MS = 200;

/** An organisation that takes what it can: ten open imports, 500 clients that poll, and one export after the other. */
export class NoisyNeighbour {
  private exporting = true;
  private exports = 0;
  private readonly loop: Promise<void>;

  private constructor(
    private readonly product: BenchProduct,
    private readonly api: ApiClient,
    private readonly imports: readonly string[],
    private readonly clients: Watchers,
    accountId: string,
  ) {
    this.loop = this.exportAgainAndAgain(accountId);
  }

  /** @param rows of each file; so many that none is done before the measurement ends */
  static async begin(product: BenchProduct, rows: number, exported: number): Promise<NoisyNeighbour> {
    const { api, key, accountIds } = await product.newOrganisation(OPEN_IMPORTS + 1);
    const [stored, ...others] = accountIds;
    const { id } = await api.upload(stored!, await peopleBlob(exported), { fileName: 'exported.csv' });
    await api.followImport(id);
    await product.settled();
    const file = await peopleBlob(rows);
    const imports: string[] = [];
    for (const accountId of others) imports.push((await api.upload(accountId, file, { fileName: 'large.csv' })).id);
    const clients = await Watchers.start();
    const poll = { path: `/v1/imports?limit=${OPEN_IMPORTS}`, clients: CLIENTS };
    clients.begin({ url: product.url, key, poll });
    const neighbour = new NoisyNeighbour(product, api, imports, clients, stored!);
    const isBefore = (status: Import['status']) => status === 'uploaded' || status === 'checking';
    while ((await neighbour.states()).every(isBefore)) await sleep(LOOK_MS);
    return neighbour;
  }

  /** The states of its imports. From the database, because its own requests are those that have to wait. */
  private async states(): Promise<Import['status'][]> {
    const records = this.product.db.collection<Pick<Import, 'status'> & { _id: string }>('imports');
    const found = await records.find({ _id: { $in: [...this.imports] } }).toArray();
    return found.map(({ status }) => status);
  }

  /** Ends everything. @returns what it got, in one line */
  async end(): Promise<string> {
    const states = await this.states();
    const { answers } = await this.clients.end();
    this.exporting = false;
    await this.loop;
    for (const id of this.imports) await this.api.post(`/v1/imports/${id}/cancel`).catch(() => undefined);
    while (!(await this.states()).every(isFinished)) await sleep(LOOK_MS);
    const polled = Object.entries(answers).map(([status, count]) => `${count} × ${status}`);
    const open = states.filter((status) => !isFinished(status)).length;
    return `the neighbour: ${open} of ${OPEN_IMPORTS} imports still open, ${this.exports} exports, polls ${polled.join(', ')}`;
  }

  private async exportAgainAndAgain(accountId: string): Promise<void> {
    while (this.exporting) {
      try {
        const { id } = await this.api.post<Export>('/v1/exports', { filter: { accountId }, format: 'csv' });
        await this.api.followExport(id);
        this.exports++;
      } catch {
        // Refused for a moment, as it may be.
        await sleep(LOOK_MS);
      }
    }
  }
}
