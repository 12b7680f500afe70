import type { ChangedBy, Import, ImportCounts, ImportOptions, TagChange } from '#contracts';
import type { ContactRecord, ImportRecord, TagChangeRecord } from '#persistence';
import { History } from '../history.js';
import type {
  EditAsked,
  FreezeAsked,
  ImportAsked,
  Operation,
  ReplayAsked,
  Statement,
  TagChangeAsked,
} from '../operations.js';
import { afterEdit, afterRow, afterTagChange, keyOf, textOfState, withoutColumn, type State } from '../rules.js';
import { checkEvidence } from './check-all.js';
import { NOTHING_EXPECTED, type Evidence } from './evidence.js';

export const ACCOUNT = 'account-1';
const KEY = { kind: 'key', id: 'a-key' } as const;
const MARK = { scope: 'account', at: '2026-11-30T10:15:00.000Z', by: KEY, reason: null } as const;

/** A row of a simulated file. */
export type Row = Partial<Omit<Statement, 'row'>> & { phone: string; name: string };

export interface SimulatedFile {
  rows: Row[];
  options?: Partial<ImportOptions>;
  blankColumns?: string[];
  accountId?: string;
}

interface SimulatedContact {
  accountId: string;
  phone: string;
  state: State;
  revision: number;
  changedBy: ChangedBy;
  importId: string | null;
}

type Event = { event: string; data: Record<string, unknown> };
/** Work that pauses after each write, so that others can write in between. */
export type Steps = Generator<void, void>;

/**
 * A product that works as it should, in memory: it carries out operations by the rules of the model, and leaves what
 * the real one leaves. A test then breaks something and sees whether the checks find it.
 */
export class SimulatedRun {
  readonly operations: Operation[] = [];
  readonly events: Event[] = [];
  readonly imports: ImportRecord[] = [];
  readonly tagChanges: TagChangeRecord[] = [];
  readonly contacts = new Map<string, SimulatedContact>();
  readonly objects: string[] = [];
  private readonly queues = new Map<string, string[]>();
  private now = Date.parse('2026-01-01');
  private ids = 0;

  tick(): number {
    return (this.now += 1_000);
  }

  /** Carries out work without anything in between. */
  all(...works: Steps[]): void {
    for (const work of works) while (!work.next().done);
  }

  /** @param isCancelled asked before each row */
  *import(file: SimulatedFile, isCancelled: () => boolean = () => false): Steps {
    const { accountId = ACCOUNT, blankColumns = [] } = file;
    const asked = this.ask<ImportAsked>({
      kind: 'import',
      id: `import-${++this.ids}`,
      accountId,
      accepted: Infinity,
      file: statedFile(file),
      cancelled: false,
      record: null,
    });
    const startedAt = new Date(this.tick());
    const queue = this.queues.get(accountId) ?? [];
    this.queues.set(accountId, queue);
    queue.push(asked.id);
    asked.accepted = this.tick();
    while (queue[0] !== asked.id) yield;
    const { options } = asked.file;
    const counts: ImportCounts = { created: 0, updated: 0, unchanged: 0, duplicate: 0, rejected: 0, unprocessed: 0 };
    for (const [phone, statement] of asked.file.statements()) {
      asked.cancelled ||= isCancelled();
      if (asked.cancelled) counts.unprocessed++;
      else {
        const by = { kind: 'import', id: asked.id, row: statement.row } as const;
        counts[this.write(accountId, phone, by, (before) => afterRow(before, statement, asked.file))]++;
        yield;
      }
    }
    for (const name of asked.cancelled || options.blankColumns === 'keep' ? [] : blankColumns) {
      yield* this.remove(asked, name);
    }
    const status = asked.cancelled ? 'cancelled' : 'completed';
    this.finish(asked, { counts, startedAt, status });
    queue.shift();
    asked.ended = this.tick();
  }

  *edit(edit: Pick<EditAsked, 'phone' | 'name'> & Partial<EditAsked>): Steps {
    const asked = this.ask<EditAsked>({
      kind: 'edit',
      accountId: ACCOUNT,
      tags: null,
      values: {},
      answered: true,
      ...edit,
    });
    yield;
    this.write(asked.accountId, asked.phone, KEY, (before) => afterEdit(before, asked));
    yield;
    asked.ended = this.tick();
  }

  *tagChange(change: Pick<TagChangeAsked, 'tag' | 'change' | 'having'> & { accountId?: string }): Steps {
    const asked = this.ask<TagChangeAsked>({
      kind: 'tag-change',
      accountId: ACCOUNT,
      cancelled: false,
      records: [],
      ...change,
    });
    yield;
    const counts = { updated: 0, unchanged: 0, rejected: 0 };
    for (const { accountId, phone, state } of [...this.contacts.values()]) {
      if (accountId !== asked.accountId || !state.tags.has(keyOf(asked.having))) continue;
      const outcome = this.write(accountId, phone, KEY, (before) => afterTagChange(before!, asked));
      counts[outcome === 'unchanged' ? 'unchanged' : 'updated']++;
      yield;
    }
    const [_id, processed] = [`change-${++this.ids}`, counts.updated + counts.unchanged];
    const record = { accountId: asked.accountId, status: 'completed', counts, processed, add: [asked.tag], remove: [] };
    this.tagChanges.push({ _id, ...record } as never);
    asked.records.push({ id: _id, ...record } as unknown as TagChange);
    asked.ended = this.tick();
  }

  *freeze(tag: string, accountId = ACCOUNT): Steps {
    const id = `campaign-${++this.ids}`;
    const asked = this.ask<FreezeAsked>({ kind: 'freeze', accountId, id, tag, record: null, members: null });
    yield;
    const members = [...this.contacts.values()].filter(
      ({ state, ...contact }) => contact.accountId === accountId && state.tags.has(keyOf(tag)) && !state.optedOut,
    );
    asked.members = members.map(({ phone }) => phone);
    yield;
    asked.ended = this.tick();
  }

  *replay(accountId = ACCOUNT): Steps {
    const id = `replay-${++this.ids}`;
    const asked = this.ask<ReplayAsked>({ kind: 'replay', accountId, id, cancelled: false, record: null });
    yield;
    const sent = [...this.contacts.values()].filter((contact) => contact.accountId === accountId);
    for (const contact of sent) this.announce(contact);
    asked.record = { status: 'completed', processed: sent.length } as never;
    yield;
    asked.ended = this.tick();
  }

  /** Writes as the product does: only what changes the contact makes a revision. */
  write(
    accountId: string,
    phone: string,
    changedBy: ChangedBy,
    decide: (before: State | null) => State,
  ): 'created' | 'updated' | 'unchanged' {
    const key = `${accountId}/${phone}`;
    const before = this.contacts.get(key);
    const state = decide(before?.state ?? null);
    if (before && textOfState(before.state) === textOfState(state)) return 'unchanged';
    const importId = changedBy.kind === 'import' ? changedBy.id : (before?.importId ?? null);
    const contact = { accountId, phone, state, revision: (before?.revision ?? 0) + 1, changedBy, importId };
    this.contacts.set(key, contact);
    this.announce(contact);
    return before ? 'updated' : 'created';
  }

  /** @param deliver in which order, and how often, events arrive */
  evidence(deliver: (events: Event[]) => Event[] = (events) => events): Evidence {
    const history = new History();
    for (const { event, data } of deliver(this.events)) history.take(event, data);
    const campaigns = this.operations.filter(({ kind }) => kind === 'freeze') as FreezeAsked[];
    const replays = this.operations.filter(({ kind }) => kind === 'replay') as ReplayAsked[];
    return {
      history,
      operations: this.operations,
      accountIds: [...new Set(this.operations.map(({ accountId }) => accountId))],
      expected: { ...NOTHING_EXPECTED },
      stored: {
        imports: this.imports,
        exports: [],
        tagChanges: this.tagChanges,
        replays: replays.map(({ id }) => ({ _id: id, status: 'completed' })) as never,
        campaigns: campaigns.map(({ id }) => ({ _id: id, state: 'audience_frozen', freezeId: null })) as never,
        contacts: (accountId) => streamed(this.ofAccount(accountId).map(contactRecord)),
        audience: (accountId) => streamed(this.ofAccount(accountId).map(audienceRecord)) as never,
        outbox: [],
        deadLetters: [],
        webhookMessages: [],
        queues: [],
        openBatches: [],
        frozenLists: [],
        objects: this.objects,
        uploads: [],
      },
    };
  }

  private ask<O extends Operation>(asked: Omit<O, 'begun' | 'ended'>): O {
    const operation = { ...asked, begun: this.tick(), ended: Infinity } as O;
    this.operations.push(operation);
    return operation;
  }

  private *remove({ accountId, id }: ImportAsked, name: string): Steps {
    let contacts = 0;
    for (const { phone } of this.ofAccount(accountId)) {
      const by = { kind: 'import', id, row: 1 } as const;
      if (this.write(accountId, phone, by, (before) => withoutColumn(before!, name)) === 'unchanged') continue;
      contacts++;
      yield;
    }
    this.events.push({ event: 'ValueRemoved', data: { accountId, importId: id, name, contacts } });
  }

  private finish(asked: ImportAsked, end: Pick<Import, 'counts' | 'status'> & { startedAt: Date }): void {
    const { counts, status } = end;
    const { rows } = asked.file;
    const processed = rows - counts.unprocessed;
    this.imports.push({ _id: asked.id, ...end, rows, processed, checked: {}, history: [] } as never);
    asked.record = { status, counts } as Import;
    const { id: importId, accountId } = asked;
    this.events.push({ event: 'ImportFinished', data: { accountId, importId, status, rows, counts } });
  }

  private announce({ accountId, changedBy, phone, revision, state }: SimulatedContact): void {
    const contact = { phone, revision, ...shown(state), changedBy };
    this.events.push({ event: 'ContactChanged', data: { accountId, contacts: [contact] } });
  }

  private ofAccount(accountId: string): SimulatedContact[] {
    return [...this.contacts.values()].filter((contact) => contact.accountId === accountId);
  }
}

/** The cases that the checks find, by promise. */
export async function brokenIn(evidence: Evidence): Promise<Record<string, string[]>> {
  const findings = await checkEvidence(evidence);
  return Object.fromEntries(
    findings.filter(({ broken }) => broken.length > 0).map(({ promise, broken }) => [promise, broken]),
  );
}

function statedFile({ rows, options, blankColumns = [] }: SimulatedFile): ImportAsked['file'] {
  return {
    rows: rows.length,
    duplicate: 0,
    rejected: 0,
    options: { start: 'auto', blankCells: 'keep', blankColumns: 'clear', tagsMode: 'replace', ...options },
    hasTagsColumn: true,
    blankColumns,
    statements: () =>
      new Map(
        rows.map(({ phone, name, tags = null, values = {}, optOut }, index) => [
          phone,
          { row: index + 2, name, tags, values, optOut },
        ]),
      ),
  };
}

function shown({ name, tags, values, optedOut }: State) {
  const entries = Array.from(values, ([name, value]) => ({ name, value }));
  return { name, tags: [...tags], values: entries, ...(optedOut && { optOut: MARK }) };
}

function contactRecord({ accountId, changedBy, importId, phone, revision, state }: SimulatedContact): ContactRecord {
  const facets = [...facetsOf(state), ...(state.optedOut ? ['o:yes'] : []), ...(importId ? [`i:${importId}`] : [])];
  const lastImport = importId ? { id: importId } : null;
  return { accountId, phone, ...shown(state), rev: revision, changedBy, facets, lastImport } as ContactRecord;
}

function audienceRecord({ accountId, phone, revision, state }: SimulatedContact) {
  const isEmpty = state.tags.size + state.values.size === 0;
  const standing = state.optedOut ? 'opted_out' : isEmpty ? 'no_tag_or_value' : 'reachable';
  return { accountId, phone, rev: revision, tags: [...state.tags], facets: facetsOf(state), standing };
}

function facetsOf({ tags, values }: State): string[] {
  const ofTags = Array.from(tags, (tag) => `t:${tag}`);
  return [...ofTags, ...Array.from(values, ([name, value]) => [`v:${name}`, `v:${name}=${keyOf(value)}`]).flat()];
}

async function* streamed<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items;
}
