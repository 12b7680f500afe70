import { describe, expect, it } from 'vitest';
import type { ImportAsked } from '../operations.js';
import type { Evidence } from './evidence.js';
import { ACCOUNT, brokenIn, SimulatedRun, type Row } from './simulated-run.js';

const PROMISES = {
  gaps: 'A subscriber gets every revision of every contact',
  merge: 'Each revision is what one operation makes of the revision before',
  twice: 'Nothing is done twice',
  lost: 'No row, edit or tag change is lost',
  late: 'Nothing is written after what was asked for later',
  order: 'The imports of an account are applied one after another, as they were started',
  counts: 'The counts of each import add up to its rows, and are those of the history',
  removals: 'Blank columns are counted as they were removed',
  changes: 'Tag changes count what they changed',
  replays: 'Replays send every contact',
  contacts: 'Each contact is what its last writer made it; none lost, none doubled',
  view: 'The campaigns’ view ends at the last revision of each contact',
  ends: 'Everything ends',
  forgotten: 'What was accepted is never forgotten',
  freezes: 'A frozen audience has whom it must have, and nobody else',
  files: 'A download has the rows that it says',
  waiting: 'Nothing is stuck',
  objects: 'No object is orphaned or missing, and no upload left open',
} as const;

const ANN = '447000000001';
const BEN = '447000000002';
const FIRST: Row[] = [
  { phone: ANN, name: 'Ann', tags: ['cat', 'dog'], values: { city: 'Rome', size: 'S' } },
  { phone: BEN, name: 'Ben', tags: ['dog'], values: { city: 'Bern', size: null } },
];
const SECOND: Row[] = [
  { phone: ANN, name: 'Ann B', tags: ['cow'], values: {} },
  { phone: BEN, name: 'Ben', tags: ['dog'], values: { city: 'Bern' } },
];

/** Two imports, of which the second removes a column; an edit, a tag change, a campaign and a replay. */
function goodRun(): SimulatedRun {
  const run = new SimulatedRun();
  run.all(
    run.import({ rows: FIRST }),
    run.import({ rows: SECOND, blankColumns: ['size'] }),
    run.edit({ phone: BEN, name: 'Edit 1', tags: ['cat'], values: { city: null } }),
    run.tagChange({ change: 'add', tag: 'vip', having: 'cat' }),
    run.freeze('cow'),
    run.replay(),
  );
  return run;
}

type EventOf = SimulatedRun['events'][number];
interface Told {
  phone: string;
  revision: number;
  name: string;
  tags: string[];
  changedBy: { id: string; row: number };
}
const clone = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;
const contactIn = ({ data }: EventOf) => (data.contacts as Told[] | undefined)?.[0];
const is = (phone: string, revision: number) => (event: EventOf) =>
  contactIn(event)?.phone === phone && contactIn(event)?.revision === revision;

/** What the checks find after `spoil` has changed what is left of a good run. */
async function found(spoil: (evidence: Evidence, run: SimulatedRun) => void): Promise<string[]> {
  const run = goodRun();
  const evidence = run.evidence();
  spoil(evidence, run);
  return Object.keys(await brokenIn(evidence));
}

/** What they find after `spoil` has changed what a subscriber was told. */
async function foundInEvents(spoil: (events: EventOf[]) => EventOf[]): Promise<string[]> {
  return Object.keys(await brokenIn(goodRun().evidence((events) => spoil(clone(events)))));
}

it('finds nothing in a good run', async () => {
  expect(await found(() => undefined)).toEqual([]);
});

describe('in what a subscriber was told, it finds', () => {
  it('a revision that was skipped', async () => {
    expect(await foundInEvents((events) => events.filter((event) => !is(ANN, 2)(event)))).toContain(PROMISES.gaps);
  });

  it('a revision that came again with another state', async () => {
    const other = (events: EventOf[]) => {
      const again = clone(events.find(is(ANN, 1))!);
      contactIn(again)!.name = 'Somebody else';
      return [...events, again];
    };
    expect(await foundInEvents(other)).toEqual([PROMISES.gaps]);
  });

  it('a contact of which nothing was told', async () => {
    const broken = await foundInEvents((events) => events.filter((event) => contactIn(event)?.phone !== BEN));
    expect(broken).toEqual(expect.arrayContaining([PROMISES.lost, PROMISES.contacts, PROMISES.view, PROMISES.counts]));
  });

  it('a revision that is not what its writer makes of the one before', async () => {
    const merged = (events: EventOf[]) => {
      contactIn(events.find(is(ANN, 2))!)!.tags.push('dog');
      return events;
    };
    expect(await foundInEvents(merged)).toContain(PROMISES.merge);
  });

  it('a revision of another row of the file', async () => {
    const other = (events: EventOf[]) => {
      contactIn(events.find(is(ANN, 1))!)!.changedBy.row = 7;
      return events;
    };
    expect(await foundInEvents(other)).toContain(PROMISES.merge);
  });

  it('the end of an import that nobody was told, or was told otherwise', async () => {
    const unfinished = await foundInEvents((events) => events.filter(({ event }) => event !== 'ImportFinished'));
    expect(unfinished).toEqual([PROMISES.counts]);
    const otherwise = (events: EventOf[]) => [
      ...events,
      { event: 'ImportFinished', data: { importId: 'import-1', status: 'failed', rows: 2, counts: {} } },
    ];
    expect(await foundInEvents(otherwise)).toEqual([PROMISES.counts]);
  });

  it('a wrong count of a blank column', async () => {
    const wrong = (events: EventOf[]) => {
      events.find(({ event }) => event === 'ValueRemoved')!.data.contacts = 2;
      return events;
    };
    expect(await foundInEvents(wrong)).toEqual([PROMISES.removals]);
  });
});

describe('in what was done, it finds', () => {
  const by = (id: string, row: number) => ({ kind: 'import', id, row }) as const;

  async function brokenAfter(work: (run: SimulatedRun) => void): Promise<Record<string, string[]>> {
    const run = new SimulatedRun();
    work(run);
    return brokenIn(run.evidence());
  }

  it('a row that was lost, and says which', async () => {
    const broken = await brokenAfter((run) => {
      run.all(run.import({ rows: FIRST }));
      const file = run.import({ rows: SECOND });
      run.write = () => 'unchanged';
      run.all(file);
    });
    expect(Object.keys(broken)).toEqual([PROMISES.lost]);
    expect(broken[PROMISES.lost]).toEqual([expect.stringMatching(/import-2 lost 1 rows.* row 2 .*447000000001: 1 by/)]);
  });

  it('a mark “do not contact” that an import took off without having to', async () => {
    const broken = await brokenAfter((run) => {
      run.all(run.import({ rows: [{ phone: ANN, name: 'Ann', optOut: 'yes' }] }));
      const file = run.import({ rows: [{ phone: ANN, name: 'Ann B', optOut: 'no' }] });
      const write = run.write.bind(run);
      run.write = (accountId, phone, changedBy, change) =>
        write(accountId, phone, changedBy, (before) => ({ ...change(before), optedOut: false }));
      run.all(file);
    });
    expect(Object.keys(broken)).toContain(PROMISES.merge);
  });

  it('a row that was done twice', async () => {
    const broken = await brokenAfter((run) => {
      run.all(run.import({ rows: FIRST }), run.edit({ phone: ANN, name: 'Edit 1' }));
      const { state } = run.contacts.get(`${ACCOUNT}/${ANN}`)!;
      run.write(ACCOUNT, ANN, by('import-1', 2), () => ({ ...state, name: 'Ann' }));
    });
    expect(Object.keys(broken)).toEqual(expect.arrayContaining([PROMISES.twice, PROMISES.late, PROMISES.counts]));
  });

  it('an edit that was done twice', async () => {
    const broken = await brokenAfter((run) => {
      run.all(run.import({ rows: FIRST }), run.edit({ phone: ANN, name: 'Edit 1' }), run.import({ rows: SECOND }));
      const { state } = run.contacts.get(`${ACCOUNT}/${ANN}`)!;
      run.write(ACCOUNT, ANN, { kind: 'key', id: 'a-key' }, () => ({ ...state, name: 'Edit 1' }));
    });
    expect(Object.keys(broken)).toEqual([PROMISES.twice, PROMISES.late]);
  });

  it('an edit that was done twice where only tags differ, unless it may have been asked for twice', async () => {
    const again = (ended: number) =>
      brokenAfter((run) => {
        run.all(run.import({ rows: FIRST }), run.edit({ phone: ANN, name: 'Edit 1', tags: ['cat'] }));
        run.all(run.tagChange({ change: 'add', tag: 'vip', having: 'cat' }));
        run.write(ACCOUNT, ANN, { kind: 'key', id: 'a-key' }, (before) => ({ ...before!, tags: new Set(['cat']) }));
        run.operations[1]!.ended = ended;
      });
    expect(Object.keys(await again(Infinity))).toEqual([]);
    expect(Object.keys(await again(Date.parse('2026-01-02')))).toEqual([PROMISES.twice]);
  });

  it('what a writer puts back that had read the contact before others wrote', async () => {
    const broken = await brokenAfter((run) => {
      run.all(run.import({ rows: FIRST }));
      const stale = run.contacts.get(`${ACCOUNT}/${ANN}`)!.state;
      const edit = run.edit({ phone: ANN, name: 'Edit 1', values: { size: 'XL' } });
      edit.next();
      run.all(run.import({ rows: SECOND }));
      run.write = (account, phone, changedBy, decide) =>
        SimulatedRun.prototype.write.call(run, account, phone, changedBy, () => decide(stale));
      run.all(edit);
    });
    expect(Object.keys(broken)).toContain(PROMISES.merge);
  });

  it('an edit after what was asked for when it was long done', async () => {
    const broken = await brokenAfter((run) => {
      const late = run.edit({ phone: ANN, name: 'Edit 1' });
      late.next();
      run.operations[0]!.ended = run.tick();
      run.all(run.edit({ phone: ANN, name: 'Edit 2' }));
      late.next();
    });
    expect(Object.keys(broken)).toEqual([PROMISES.late]);
  });

  it('an import that goes on while the next one runs', async () => {
    const broken = await brokenAfter((run) => {
      const paused = run.import({ rows: FIRST });
      paused.next();
      // Somebody thought that it was dead.
      (run as unknown as { queues: Map<string, string[]> }).queues.clear();
      run.all(run.import({ rows: [...SECOND].reverse().map((row) => ({ ...row, name: 'Second' })) }));
      run.all(paused);
    });
    expect(Object.keys(broken)).toEqual([PROMISES.order]);
  });

  it('an import that another one overtook', async () => {
    const broken = await brokenAfter((run) => {
      run.all(run.import({ rows: FIRST }), run.import({ rows: SECOND }));
      run.operations[0]!.ended = Infinity;
      (run.operations[1] as ImportAsked).accepted = run.operations[0]!.begun - 1;
    });
    expect(Object.keys(broken)).toEqual([PROMISES.order]);
  });

  it('a blank column that was not removed from all contacts', async () => {
    const broken = await brokenAfter((run) => {
      run.all(run.import({ rows: FIRST }));
      run.write = (account, phone, changedBy, decide) =>
        changedBy.kind === 'import' && changedBy.row === 1
          ? 'unchanged'
          : SimulatedRun.prototype.write.call(run, account, phone, changedBy, decide);
      run.all(run.import({ rows: [{ phone: BEN, name: 'B' }], blankColumns: ['city'] }));
    });
    expect(Object.keys(broken)).toEqual([PROMISES.lost]);
  });

  it('an edit that was answered and not done, but not one that was never answered', async () => {
    const broken = await brokenAfter((run) => {
      run.write = () => 'unchanged';
      run.all(run.edit({ phone: ANN, name: 'Edit 1' }), run.edit({ phone: ANN, name: 'Edit 2', answered: false }));
    });
    expect(broken).toEqual({ [PROMISES.lost]: [`edit of ${ACCOUNT}/${ANN} to Edit 1`] });
  });

  it('a tag change that left somebody out', async () => {
    const broken = await brokenAfter((run) => {
      run.all(run.import({ rows: FIRST }));
      run.write = (account, phone, changedBy, decide) =>
        phone === BEN ? 'unchanged' : SimulatedRun.prototype.write.call(run, account, phone, changedBy, decide);
      run.all(run.tagChange({ change: 'add', tag: 'vip', having: 'dog' }));
    });
    expect(Object.keys(broken)).toEqual([PROMISES.lost]);
  });

  it('a change that nobody asked for', async () => {
    const broken = await brokenAfter((run) => {
      run.all(run.import({ rows: FIRST }));
      run.write(ACCOUNT, ANN, { kind: 'user', id: 'a-user' }, (before) => ({ ...before!, name: 'Who?' }));
    });
    expect(Object.keys(broken)).toEqual([PROMISES.merge]);
  });
});

interface Changed {
  phone: string;
  rev: number;
  tags: string[];
  facets: string[];
  standing: string;
}

describe('in what is stored, it finds', () => {
  const changeContact = (
    evidence: Evidence,
    collection: 'contacts' | 'audience',
    change: (record: Changed) => void,
  ) => {
    const read = evidence.stored[collection];
    evidence.stored[collection] = async function* (accountId: string) {
      for await (const record of read(accountId)) {
        if (record.phone === ANN) change(record as never);
        yield record;
      }
    } as never;
  };

  it.each(['contacts', 'audience'] as const)('a contact that differs in %s', async (collection) => {
    const promise = collection === 'contacts' ? PROMISES.contacts : PROMISES.view;
    for (const change of [
      (record: Changed) => record.rev--,
      (record: Changed) => record.tags.pop(),
      (record: Changed) => record.facets.pop(),
      (record: Changed) => (record.phone = '447000000009'),
    ])
      expect(await found((evidence) => changeContact(evidence, collection, change))).toEqual([promise]);
  });

  it('a contact that is there twice', async () => {
    const twice = await found((evidence) => {
      const read = evidence.stored.contacts;
      evidence.stored.contacts = async function* (accountId) {
        yield* read(accountId);
        yield* read(accountId);
      };
    });
    expect(twice).toEqual([PROMISES.contacts]);
  });

  it('who cannot be reached and is shown as reachable', async () => {
    const wrong = await found((evidence) => {
      changeContact(evidence, 'audience', (record) => (record.standing = 'unusable_number'));
    });
    expect(wrong).toEqual([PROMISES.view]);
  });

  it.each([
    ['created', 'updated'],
    ['updated', 'unchanged'],
    ['unchanged', 'rejected'],
    ['unchanged', 'unprocessed'],
  ] as const)('a row that is counted as %s or else as %s', async (a, b) => {
    const wrong = await found((_, { imports }) => {
      const { counts } = imports[1]!;
      counts[a]--;
      counts[b]++;
    });
    expect(wrong).toEqual([PROMISES.counts]);
  });

  it('counts of a tag change that nobody has', async () => {
    expect(await found((_, { tagChanges }) => tagChanges[0]!.counts.updated++)).toEqual([PROMISES.changes]);
  });

  it('a replay that left somebody out', async () => {
    const short = await found(({ operations }) => {
      for (const one of operations) if (one.kind === 'replay') one.record!.processed--;
    });
    expect(short).toEqual([PROMISES.replays]);
  });

  it('what is still open, or was forgotten', async () => {
    expect(await found(({ stored }) => (stored.replays[0]!.status = 'running'))).toEqual([PROMISES.ends]);
    expect(await found(({ stored }) => (stored.campaigns[0]!.state = 'scheduled'))).toEqual([PROMISES.ends]);
    expect(await found(({ stored }) => stored.campaigns.pop())).toEqual([PROMISES.forgotten]);
  });

  it('an audience that lacks somebody, has somebody else, or has somebody twice', async () => {
    const withMembers = (members: string[]) =>
      found(({ operations }) => {
        for (const one of operations) if (one.kind === 'freeze') one.members = members;
      });
    expect(await withMembers([ANN])).toEqual([]);
    const refused = await found(({ operations }) => {
      for (const one of operations)
        if (one.kind === 'freeze') Object.assign(one, { members: null, record: { error: { code: 'internal_error' } } });
    });
    expect(refused).toEqual([PROMISES.freezes]);
    for (const members of [[], [ANN, BEN], [ANN, ANN], [ANN, '447000000009']])
      expect(await withMembers(members)).toEqual([PROMISES.freezes]);
  });

  it('a download with other rows than it says', async () => {
    const other = await found(({ operations, stored }) => {
      const asked = { kind: 'export', id: 'export-1', accountId: ACCOUNT, begun: 0, ended: 1, fileRows: 1 } as const;
      (operations as unknown[]).push({ ...asked, record: { status: 'completed', rows: 2 } });
      stored.exports.push({ _id: 'export-1', status: 'completed', objectKey: null } as never);
    });
    expect(other).toEqual([PROMISES.files]);
  });

  it.each<[string, (stored: Evidence['stored']) => unknown]>([
    ['an event', ({ outbox }) => outbox.push({ _id: '1', event: 'ContactChanged', pending: ['campaigns'] })],
    ['a dead letter', ({ deadLetters }) => deadLetters.push({ _id: '1', importId: null } as never)],
    ['a message', ({ webhookMessages }) => webhookMessages.push({ _id: '1', state: 'waiting' })],
    ['a queue', ({ queues }) => queues.push({ _id: ACCOUNT, importIds: ['import-1'] })],
    ['a batch', ({ openBatches }) => openBatches.push({ _id: 'import-1/000001', importId: 'import-1' } as never)],
  ])('%s that still waits', async (_, add) => {
    expect(await found(({ stored }) => add(stored))).toEqual([PROMISES.waiting]);
  });

  it('an orphaned object, a missing one, and an open upload', async () => {
    const error = { rowsKey: 'imports/import-1/1/rows', errorsKey: 'imports/import-1/1/errors' };
    const both = [
      ({ stored }: Evidence) => stored.objects.push('exports/export-1/1'),
      ({ stored }: Evidence) => (stored.imports[0]!.checked = error as never),
      ({ stored }: Evidence) => stored.uploads.push('imports/import-1/1/rows'),
    ];
    for (const spoil of both) expect(await found(spoil)).toEqual([PROMISES.objects]);
    const kept = await found(({ stored }) => {
      stored.imports[0]!.checked = error as never;
      stored.objects.push(error.errorsKey);
    });
    expect(kept).toEqual([]);
  });
});

it('shows the first cases, and how many there are', async () => {
  const run = new SimulatedRun();
  run.write = () => 'unchanged';
  for (let n = 1; n <= 25; n++) run.all(run.edit({ phone: ANN, name: `Edit ${n}` }));
  const broken = (await brokenIn(run.evidence()))[PROMISES.lost];
  expect(broken).toHaveLength(21);
  expect(broken!.at(-1)).toBe('and 5 more');
});
