/** The bounds of an index that is read, by field; those of the field behind the account also as `narrowest`. */
export type Bounds = Record<string, string[]>;
/** What matters of an answer of `explain`. */
export interface Plan {
  stages: string[];
  /** The bounds of each index that is read, by field. */
  scans: Bounds[];
}

/** All stages of the winning plan, however deep; rejected plans are left out. */
export function readPlan(explained: unknown): Plan {
  const plan: Plan = { stages: [], scans: [] };
  walk(explained, plan);
  return plan;
}

function walk(node: unknown, plan: Plan): void {
  if (Array.isArray(node)) return node.forEach((item) => walk(item, plan));
  if (typeof node !== 'object' || node === null) return;
  const { stage, indexBounds } = node as { stage?: unknown; indexBounds?: Bounds & CountBounds };
  if (typeof stage === 'string') plan.stages.push(stage);
  if (indexBounds) plan.scans.push(readBounds(indexBounds));
  for (const [key, value] of Object.entries(node))
    if (key !== 'rejectedPlans' && key !== 'indexBounds' && key !== 'command') walk(value, plan);
}

interface CountBounds {
  startKey?: Record<string, unknown>;
  endKey?: Record<string, unknown>;
}

/** COUNT_SCAN tells its bounds as two keys. `narrowest` is the field behind the account. */
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
