import type { mongo } from 'mongoose';

/** The bounds of an index scan, by field. The bounds of the field after the account are also in `narrowest`. */
export type Bounds = Record<string, string[]>;
/** The relevant parts of an `explain` result. */
export interface Plan {
  stages: string[];
  /** The bounds of each index scan, by field. */
  scans: Bounds[];
  /** For each index scan: the fields of its index, and those of them that are arrays. */
  indexes: { fields: string[]; arrays: string[] }[];
  /** Whether documents are read in order to check them, and not only to return them. */
  checksDocuments: boolean;
  docsExamined: number;
  keysExamined: number;
  /** The fields that the query returns; null: all. */
  projection: string[] | null;
}

interface Command extends mongo.Document {
  find?: string;
  aggregate?: string;
  /** Of `distinct`. */
  key?: string;
  projection?: Record<string, number>;
}

/** Records the queries that are sent over a connection, so that the server can explain them. */
export class QueryRecorder {
  private sent: Command[] = [];

  /** @param client must monitor commands (`monitorCommands`) */
  constructor(
    client: mongo.MongoClient,
    private readonly db: mongo.Db,
  ) {
    client.on('commandStarted', ({ command, commandName }) => {
      if (['find', 'aggregate', 'distinct'].includes(commandName)) this.sent.push(command);
    });
  }

  /** The server's plans for every query that the work sends. */
  async plansOf(work: () => Promise<unknown>): Promise<Plan[]> {
    return Promise.all((await this.sentBy(work)).map((command) => this.explain(command)));
  }

  /** The plans of the pages that the work reads, without those of its counts. */
  async pagePlansOf(work: () => Promise<unknown>): Promise<Plan[]> {
    const pages = (await this.sentBy(work)).filter(({ find }) => find !== undefined);
    return Promise.all(pages.map((command) => this.explain(command)));
  }

  /** The plan of the last query that the work sends. */
  async lastPlanOf(work: () => Promise<unknown>): Promise<Plan> {
    return this.explain((await this.sentBy(work)).at(-1)!);
  }

  private async sentBy(work: () => Promise<unknown>): Promise<Command[]> {
    this.sent = [];
    await work();
    return this.sent;
  }

  private async explain({ lsid: _, $db: _db, $clusterTime: _time, txnNumber: _number, ...command }: Command) {
    const explained = await this.db.command({ explain: command, verbosity: 'executionStats' });
    return { ...readPlan(explained), projection: projectionOf(command) };
  }
}

/**
 * Whether the query can be answered without reading documents. MongoDB does so when an index has all fields that the
 * query checks, returns or sorts by, and returns none that is an array. SecantusDB never does so when any field of the
 * index is an array, so `docsExamined` alone would not tell.
 */
export function isAnsweredByIndex({ docsExamined, checksDocuments, indexes, projection }: Plan): boolean {
  if (docsExamined === 0) return true;
  if (checksDocuments || projection === null) return false;
  return indexes.every(({ fields, arrays }) =>
    projection.every((field) => fields.includes(field) && !arrays.includes(field)),
  );
}

/** A count returns nothing but the number of documents. */
function projectionOf({ aggregate, key, projection }: Command): string[] | null {
  if (aggregate !== undefined) return [];
  if (key !== undefined) return [key];
  if (!projection) return null;
  const { _id = 1, ...others } = projection;
  return [...(_id ? ['_id'] : []), ...Object.keys(others)];
}

/** Collects all stages of the winning plan at any depth; ignores rejected plans. */
function readPlan(explained: unknown): Omit<Plan, 'projection'> {
  const plan = {
    stages: [],
    scans: [],
    indexes: [],
    checksDocuments: false,
    docsExamined: 0,
    keysExamined: 0,
  };
  walk(explained, plan);
  return plan;
}

interface Node {
  stage?: unknown;
  indexBounds?: Bounds & CountBounds;
  keyPattern?: object;
  multiKeyPaths?: Record<string, string[]>;
  filter?: object;
  queryPlanner?: unknown;
  executionStats?: { totalDocsExamined: number; totalKeysExamined: number };
}

function walk(node: unknown, plan: Omit<Plan, 'projection'>): void {
  if (Array.isArray(node)) return node.forEach((item) => walk(item, plan));
  if (typeof node !== 'object' || node === null) return;
  const { stage, indexBounds, keyPattern, multiKeyPaths, filter, executionStats } = node as Node;
  if (typeof stage === 'string') plan.stages.push(stage);
  if (stage === 'FETCH' && filter) plan.checksDocuments = true;
  if (indexBounds) plan.scans.push(readBounds(indexBounds));
  if (indexBounds && keyPattern) plan.indexes.push(readIndex(keyPattern, multiKeyPaths));
  if (executionStats) {
    plan.docsExamined += executionStats.totalDocsExamined;
    plan.keysExamined += executionStats.totalKeysExamined;
  }
  for (const [key, value] of Object.entries(node)) if (!NOT_THE_PLAN.has(key)) walk(value, plan);
}

/** Parts that repeat the plan, or do not belong to it. */
const NOT_THE_PLAN = new Set(['rejectedPlans', 'indexBounds', 'command', 'executionStats']);

function readIndex(keyPattern: object, multiKeyPaths: Record<string, string[]> = {}) {
  const fields = Object.keys(keyPattern);
  return { fields, arrays: fields.filter((field) => (multiKeyPaths[field] ?? []).length > 0) };
}

interface CountBounds {
  startKey?: Record<string, unknown>;
  endKey?: Record<string, unknown>;
}

/** COUNT_SCAN has its bounds as two keys. `narrowest` is the field after the account. */
function readBounds({ startKey, endKey, ...bounds }: Bounds & CountBounds): Bounds {
  const read = startKey
    ? Object.fromEntries(
        Object.entries(startKey).map(([field, from]) => [
          field,
          [`[${JSON.stringify(from)}, ${JSON.stringify(endKey![field])}]`],
        ]),
      )
    : bounds;
  const [, second] = Object.values(read);
  return { ...read, narrowest: second ?? [] };
}
