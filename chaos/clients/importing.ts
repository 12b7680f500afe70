import { isFinished, type Import, type ImportOptions, type Page } from '#contracts';
import { randomUUID } from 'node:crypto';
import type { ImportAsked } from '../operations.js';
import type { Random } from '../random.js';
import type { Context } from './context.js';
import type { FileWish } from './file-plan.js';
import { makeFile } from './files.js';

export interface ImportWish {
  accountId: string;
  rows: number;
  seed: string;
  options?: Partial<ImportOptions>;
}

/** Uploads a file until that was answered. */
export async function upload(context: Context, { accountId, ...wish }: ImportWish): Promise<ImportAsked> {
  const { name, body, stated, ownTag } = await makeFile({ pool: context.pool, ...wish } satisfies FileWish);
  const form = new FormData();
  form.set('accountId', accountId);
  for (const [option, value] of Object.entries(stated.options)) form.set(option, value);
  form.set('file', body, name);
  const begun = Date.now();
  const { value } = await context.calls.ask<Import>({
    method: 'POST',
    path: '/v1/imports',
    body: form,
    headers: { 'idempotency-key': randomUUID() },
    mayBe: ['upload_in_progress', 'too_many_open_imports'],
  });
  const asked: ImportAsked = {
    kind: 'import',
    accountId,
    begun,
    accepted: Date.now(),
    ended: Infinity,
    id: value.id,
    file: stated,
    cancelled: false,
    record: null,
  };
  context.operations.push(asked);
  if (ownTag !== null) context.noteOwnTag(accountId, ownTag);
  return asked;
}

export async function followToEnd(context: Context, asked: ImportAsked): Promise<ImportAsked> {
  asked.record = await context.follow<Import>(`/v1/imports/${asked.id}`, ({ status }) => isFinished(status));
  asked.ended = Date.now();
  return asked;
}

export async function importFile(context: Context, wish: ImportWish): Promise<ImportAsked> {
  return followToEnd(context, await upload(context, wish));
}

/** Imports files, and some of them once more, into any account. */
export class Importing {
  private readonly earlier: ImportWish[] = [];

  constructor(
    private readonly context: Context,
    private readonly random: Random,
    /** How many rows the next file has. */
    private readonly rows: () => number,
  ) {}

  async one(): Promise<void> {
    await importFile(this.context, this.next());
  }

  /** Uploads several into one account at the same time, behind a larger one, and looks how many of them are open. */
  async manyAtOnce(count: number, rows: number): Promise<void> {
    const { context, random } = this;
    const accountId = context.randomAccount(random);
    const files = Array.from({ length: count }, (_, index) =>
      upload(context, {
        accountId,
        rows: index === 0 ? rows : random.int(50, 500),
        seed: `queued ${context.nextNumber()}`,
      }).then((asked) => followToEnd(context, asked)),
    );
    const ended = Promise.allSettled(files).then(() => true);
    do {
      const { items } = await context.calls.get<Page<Import>>(`/v1/imports?accountId=${accountId}&limit=200`);
      const open = items.filter(({ status }) => !isFinished(status)).length;
      context.mostQueued = Math.max(context.mostQueued, open);
    } while (!(await Promise.race([ended, new Promise<false>((resolve) => setTimeout(resolve, 500, false))])));
    await Promise.all(files);
  }

  private next(): ImportWish {
    const { context, random } = this;
    if (this.earlier.length > 0 && random.chance(0.15)) return random.pick(this.earlier);
    const wish = {
      accountId: context.randomAccount(random),
      rows: this.rows(),
      seed: `import ${context.nextNumber()}`,
    };
    this.earlier.push(wish);
    return wish;
  }
}
