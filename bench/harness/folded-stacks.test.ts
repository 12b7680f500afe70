import { expect, it } from 'vitest';
import { foldedStacks, type Profile } from './folded-stacks.js';

/** A stack of frames for each sample, `function@file`, the caller first. */
function profile(samples: { stack: string[]; microseconds: number }[]): Profile {
  const made: Profile = { nodes: [], samples: [], timeDeltas: [] };
  for (const { stack, microseconds } of samples) {
    for (const [depth, frame] of stack.entries()) {
      const id = made.nodes.length + 1;
      const [functionName, url = ''] = frame.split(/@(.*)/) as [string, string?];
      made.nodes.push({ id, callFrame: { functionName, url }, children: depth < stack.length - 1 ? [id + 1] : [] });
    }
    made.samples.push(made.nodes.length);
    made.timeDeltas.push(microseconds);
  }
  return made;
}

/** The microseconds of each step. */
function timeBySteps(sampled: Profile): Map<string, number> {
  const found = new Map<string, number>();
  for (const [stack, microseconds] of foldedStacks(sampled)) {
    const step = stack.split(';', 1)[0]!;
    found.set(step, (found.get(step) ?? 0) + microseconds);
  }
  return found;
}

it.each([
  [
    'the step of its file',
    ['(root)', 'readCsv@file:///x/dist/apps/importer/src/readers/read-csv.js'],
    'reading and decoding',
  ],
  [
    'a package that has a step',
    ['(root)', 'write@/x/dist/apps/contacts/src/a.js', 'serialize@/x/node_modules/bson/lib/bson.mjs'],
    'client of MongoDB',
  ],
  ['a package within another one', ['(root)', 'get@/x/node_modules/a/node_modules/bson/b.js'], 'client of MongoDB'],
  [
    'its caller, for what has no step',
    ['(root)', 'merge@/x/dist/libs/contact-rules/src/merge.js', 'fold@/x/node_modules/other/a.js', 'toString@'],
    'rules of rows and contacts',
  ],
  ['Node.js, without such a caller', ['(root)', 'processTicks@node:internal/process/task_queues'], 'Node.js itself'],
  [
    'V8, when it collects garbage',
    ['(root)', 'merge@/x/dist/libs/contact-rules/src/merge.js', '(garbage collector)'],
    'garbage collection',
  ],
])('time counts for %s', (_, stack, step) => {
  expect(timeBySteps(profile([{ stack, microseconds: 500 }]))).toEqual(new Map([[step, 500]]));
});

it('adds the samples of a step up, and leaves out what is no work', () => {
  const stack = ['(root)', 'hear@/x/dist/apps/campaigns/src/a.js'];
  const idle = { stack: ['(root)', '(idle)'], microseconds: 10_000 };
  const sampling = [
    '(root)',
    'emit@node:events',
    'begin@/x/dist/bench/harness/profiled-main.js',
    'post@node:inspector',
  ];
  const found = timeBySteps(
    profile([
      { stack, microseconds: 500 },
      idle,
      { stack: sampling, microseconds: 9_000 },
      { stack, microseconds: 700 },
    ]),
  );
  expect(found).toEqual(new Map([['subscriber', 1_200]]));
});

it('folds stacks: functions of ours by name, packages and Node.js as one frame each, nothing for what is built in', () => {
  const stack = [
    '(root)',
    'processTicks@node:internal/process/task_queues',
    'run@node:internal/a',
    'merge@file:///x/dist/apps/contacts/src/merge-batch.js',
    '@file:///x/dist/libs/persistence/src/write.js',
    'insert@/x/node_modules/mongodb/lib/a.js',
    'send@/x/node_modules/mongodb/lib/b.js',
    'serialize@/x/node_modules/@scope/bson/lib/bson.mjs',
    'normalize@',
  ];
  const collecting = ['(root)', 'merge@/x/dist/apps/contacts/src/merge-batch.js', '(garbage collector)'];
  const found = foldedStacks(
    profile([
      { stack, microseconds: 500 },
      { stack: collecting, microseconds: 20 },
      { stack, microseconds: 30 },
    ]),
  );
  expect([...found]).toEqual([
    ['client of MongoDB;Node.js;merge (merge-batch);anonymous (write);mongodb;@scope/bson', 530],
    ['garbage collection;merge (merge-batch)', 20],
  ]);
});
