import { RecurringWork, type Config } from '#platform';
import type { Logger } from 'pino';
import type { ObjectStore } from './object-store.js';

const BATCH = 500;

/**
 * Removes the objects of a service that no record needs, and the parts of uploads that were not completed: a process
 * that dies between an object and its record leaves them behind. Younger ones may belong to work that goes on.
 */
export abstract class ObjectSweeper extends RecurringWork {
  private readonly marginMs: number;

  /** @param prefix the beginning of the keys of all objects of the service */
  constructor(
    { OBJECT_MARGIN_SECONDS, OBJECT_SWEEP_SECONDS }: Config,
    private readonly logger: Logger,
    private readonly store: ObjectStore,
    private readonly prefix: string,
  ) {
    super({ everyMs: OBJECT_SWEEP_SECONDS * 1000, logger, failure: 'looking for forgotten objects failed' });
    this.marginMs = OBJECT_MARGIN_SECONDS * 1000;
  }

  /** The first round is now, because a service may be restarted more often than objects are swept. */
  override start(): void {
    super.start();
    this.startRound();
  }

  /**
   * The keys of all objects that these records need, or may come to need.
   * @param ids what comes between the prefix and the next `/` in the keys of objects
   */
  protected abstract needed(ids: readonly string[]): Promise<ReadonlySet<string>>;

  /** Several processes may run it at the same time: removing twice does no harm. */
  protected async round(): Promise<void> {
    const before = new Date(Date.now() - this.marginMs);
    const uploads = await this.store.abortStaleUploads(before, this.prefix);
    let objects = 0;
    let keys: string[] = [];
    for await (const { key, lastModified } of this.store.list(this.prefix)) {
      if (this.isStopping) return;
      if (lastModified >= before) continue;
      keys.push(key);
      if (keys.length < BATCH) continue;
      objects += await this.removeUnneeded(keys);
      keys = [];
    }
    objects += await this.removeUnneeded(keys);
    if (uploads + objects > 0)
      this.logger.info({ prefix: this.prefix, uploads, objects }, 'removed forgotten uploads and objects');
  }

  private async removeUnneeded(keys: readonly string[]): Promise<number> {
    const ids = new Set(keys.map((key) => key.slice(this.prefix.length).split('/')[0]!));
    const needed = await this.needed([...ids]);
    const unneeded = keys.filter((key) => !needed.has(key));
    for (const key of unneeded) await this.store.delete(key);
    return unneeded.length;
  }
}
