/** What V8's profiler writes, as far as it is used here. Times are in microseconds. */
export interface Profile {
  nodes: { id: number; callFrame: { functionName: string; url: string }; children?: number[] }[];
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

/** Of the profiler itself: no time, or not of one function. */
const NOTHING = new Set(['(idle)', '(root)']);
const OF_V8: Record<string, string> = { '(garbage collector)': 'garbage collection', '(program)': 'Node.js itself' };

/**
 * The processor time of a process by what it was for, in microseconds. The time of a function counts for the step of its
 * file. That of Node.js and of packages without a step counts for whoever called them.
 */
export function timeBySteps({ nodes, samples, timeDeltas }: Profile): Map<string, number> {
  const parents = new Map(nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id] as const)));
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const stepOf = (id: number | undefined): string => {
    const node = id === undefined ? undefined : byId.get(id);
    if (!node) return 'Node.js itself';
    const { functionName, url } = node.callFrame;
    return OF_V8[functionName] ?? STEPS.find(([, files]) => files.test(url))?.[0] ?? stepOf(parents.get(node.id));
  };
  const found = new Map<string, number>();
  for (const [index, id] of samples.entries()) {
    if (NOTHING.has(byId.get(id)!.callFrame.functionName)) continue;
    const step = stepOf(id);
    found.set(step, (found.get(step) ?? 0) + timeDeltas[index]!);
  }
  return found;
}
