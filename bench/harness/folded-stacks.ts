interface Frame {
  functionName: string;
  url: string;
}

/** What V8's profiler writes, as far as it is used here. Times are in microseconds. */
export interface Profile {
  nodes: { id: number; callFrame: Frame; children?: number[] }[];
  samples: number[];
  timeDeltas: number[];
}

const packages = (...names: string[]) => new RegExp(`/node_modules/(?:${names.join('|')})/`);
const ours = (...folders: string[]) => new RegExp(`/dist/(?:${folders.join('|')})/`);

/** The steps, by the files that do them. The first that fits counts. */
const STEPS: [step: string, files: RegExp][] = [
  [
    'client of MongoDB',
    packages('mongodb', 'mongoose', 'bson', 'mquery', 'kareem', 'sift', 'mongodb-connection-string-url'),
  ],
  ['client of Redis', packages('bullmq', 'ioredis', '@ioredis/[^/]+', 'redis-parser', 'msgpackr', 'denque')],
  ['client of the object store', packages('@aws-sdk/[^/]+', '@smithy/[^/]+', '@aws-crypto/[^/]+', '@aws/[^/]+')],
  ['requests', packages('fastify', '@fastify/[^/]+', 'find-my-way', 'busboy', '@nestjs/[^/]+', 'rxjs')],
  ['checking messages', packages('zod', 'ajv')],
  ['logs and metrics', packages('pino', 'prom-client', '@opentelemetry/[^/]+', 'sonic-boom')],
  ['reading and decoding', ours('apps/importer/src/readers')],
  ['rules of rows and contacts', ours('libs/contact-rules', 'apps/importer/src/check')],
  ['the good rows, written and read', ours('apps/importer/src/rows', 'libs/storage')],
  ['batches', ours('apps/importer/src')],
  ['queues and events', ours('libs/messaging', 'libs/contracts')],
  ['writing', ours('libs/persistence', 'apps/contacts/src')],
  ['subscriber', ours('apps/campaigns/src', 'apps/webhooks/src')],
  ['the API', ours('apps/gateway/src')],
  ['logs and metrics', ours('libs/platform')],
];

/** Of the profiler itself: no time, or not of one function, and what begins and ends the sampling. */
const NOTHING = new Set(['(idle)', '(root)']);
const SAMPLING = /\/profiled-main\.js$/;
const NODE = 'Node.js itself';
const OF_V8 = new Map([
  ['(garbage collector)', 'garbage collection'],
  ['(program)', NODE],
]);

/** Not ours: what is said to servers, by their own clients. */
export function isClient(step: string): boolean {
  return step.startsWith('client of ');
}

/**
 * The processor time of a process, in microseconds, as tools for flame graphs read it: the step that it was for, then who
 * called whom, the caller first, joined by semicolons. Functions of ours have their names; a package is one frame, and so
 * is Node.js. The time of a function counts for the step of its file. That of Node.js and of packages without a step
 * counts for whoever called them.
 */
export function foldedStacks({ nodes, samples, timeDeltas }: Profile): Map<string, number> {
  const parents = new Map(nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id] as const)));
  const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]));
  const stackOf = (id: number | undefined): Frame[] =>
    id === undefined ? [] : [...stackOf(parents.get(id)), frames.get(id)!];
  /** Null: the work of the profiler. */
  const folded = new Map<number, string | null>();
  const found = new Map<string, number>();
  for (const [index, id] of samples.entries()) {
    if (!folded.has(id)) folded.set(id, fold(stackOf(id)));
    const stack = folded.get(id) ?? null;
    if (stack !== null) found.set(stack, (found.get(stack) ?? 0) + timeDeltas[index]!);
  }
  return found;
}

function fold(stack: readonly Frame[]): string | null {
  if (NOTHING.has(stack.at(-1)!.functionName) || stack.some(({ url }) => SAMPLING.test(url))) return null;
  const names = stack.map(nameOf).filter((name) => name !== null);
  return [stepOf(stack), ...names.filter((name, index) => name !== names[index - 1])].join(';');
}

/** The step of the innermost function that has one. */
function stepOf(stack: readonly Frame[]): string {
  const steps = stack.map(
    ({ functionName, url }) => OF_V8.get(functionName) ?? STEPS.find(([, files]) => files.test(url))?.[0],
  );
  return steps.findLast((step) => step !== undefined) ?? NODE;
}

/** Null for what V8 has built in: its time is shown as that of its caller. */
function nameOf({ functionName, url }: Frame): string | null {
  if (url === '') return null;
  if (url.startsWith('node:')) return 'Node.js';
  const [, name] = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(url) ?? [];
  return (
    name ??
    `${functionName || 'anonymous'} (${url
      .split('/')
      .at(-1)!
      .replace(/\.m?js$/, '')})`
  );
}
