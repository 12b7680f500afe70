import { everyAccountOf } from '#persistence';
import type { EndedImport } from '#persistence';
import type { Backends } from './backends.js';
import { leaveTurn } from './conclude.js';
import { importPrefix } from './rows/checked-objects.js';

/** Removes imports that ended long ago, and their files. Those with dead letters stay, because they may be replayed. */
export class OldImports {
  /** The files of all imports that ended before were removed, so that a round does not read them again. */
  private withoutFiles = new Date(0);

  constructor(private readonly backends: Backends) {}

  /** Removes error files and the rows of previews. @returns how many imports had them, fewer than `limit` at the end */
  async removeFiles(before: Date, limit: number): Promise<number> {
    const { imports, store } = this.backends;
    let removed = 0;
    for await (const old of imports.ended(this.withoutFiles, before)) {
      this.withoutFiles = old.updatedAt;
      if (old.filesRemovedAt || (await this.mayBeReplayed(old))) continue;
      await store.deleteAll(importPrefix(old._id));
      await imports.forgetFiles(old);
      if (++removed === limit) break;
    }
    return removed;
  }

  /** @returns how many were removed, fewer than `limit` at the end */
  async remove(before: Date, limit: number): Promise<number> {
    const { accounts, imports, ledger, store } = this.backends;
    let removed = 0;
    for await (const old of imports.ended(new Date(0), before)) {
      if (await this.mayBeReplayed(old)) continue;
      // The sweeper of queues would not find it any more.
      const account = await accounts.find(everyAccountOf(old.organisationId), old.accountId);
      if (account) await leaveTurn(this.backends, account, old._id);
      await store.deleteAll(importPrefix(old._id));
      await ledger.remove(old._id);
      await imports.remove(old);
      if (++removed === limit) break;
    }
    return removed;
  }

  private async mayBeReplayed({ _id }: EndedImport): Promise<boolean> {
    return (await this.backends.deadLetters.importsWithLetters([_id])).has(_id);
  }
}
