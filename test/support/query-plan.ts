/** The bounds of an index scan, by field. The bounds of the field after the account are also in `narrowest`. */
export type Bounds = Record<string, string[]>;
/** The relevant parts of an `explain` result. */
export interface Plan {
  stages: string[];
  /** The bounds of each index scan, by field. */
  scans: Bounds[];
}

/** Collects all stages of the winning plan at any depth; ignores rejected plans. */
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
