import { markdownTable } from '../harness/table.js';
import { along, PARTS, type Part, type Point } from './points.js';

/** What the figures are continued to: docs/scale.md says why. */
const CONTACTS = 1e9;
const SHARDS = 8;
const TAGS = 3;
const SECONDS = 24 * 60 * 60;

/** How the cost of a row grows in one part of the product, and where that leads. All but `cores` in µs a row. */
export interface Projection {
  part: Part;
  /** At the most rows that were measured. */
  measured: number;
  /** That ten times as many rows add, from the second largest amount to the largest. */
  tenfold: number;
  /** With as many rows as a shard has. */
  inShard: number;
  /** How many times as much in the most accounts as in one. */
  accounts: number;
  /** That each tag more adds. */
  tag: number;
  /** A contact with as many tags as in the target, in many accounts, in a shard. */
  cost: number;
  /** That have to work all the time, to import everything in the time of the target. */
  cores: number;
}

/**
 * Continues what was measured to a billion contacts.
 * @returns empty when an axis has fewer than two points
 */
export function project(points: readonly Point[]): Projection[] {
  const [rows, accounts, tags] = [along(points, 'rows'), along(points, 'accounts'), along(points, 'tags')];
  if ([rows, accounts, tags].some((axis) => axis.length < 2)) return [];
  const parts = PARTS.filter((part) => points.every(({ cpu }) => cpu[part] !== undefined));
  return parts.map((part) => {
    const cpu = (point: Point) => point.cpu[part]!;
    const [before, largest] = [rows.at(-2)!, rows.at(-1)!];
    const tenfold = (cpu(largest) - cpu(before)) / Math.log10(largest.rows / before.rows);
    // Only the store holds what is there already. What a service did for other rows costs it nothing now.
    const further = part === 'store' ? Math.max(0, tenfold) * Math.log10(CONTACTS / SHARDS / largest.rows) : 0;
    const inShard = cpu(largest) + further;
    const inAccounts = ratio(cpu(accounts.at(-1)!), cpu(accounts[0]!));
    const tag = (cpu(tags.at(-1)!) - cpu(tags[0]!)) / (tags.at(-1)!.tags - tags[0]!.tags);
    const cost = inShard * inAccounts + tag * (TAGS - tags[0]!.tags);
    const cores = (cost * CONTACTS) / 1e6 / SECONDS;
    return { part, measured: cpu(largest), tenfold, inShard, accounts: inAccounts, tag, cost, cores };
  });
}

/** A part that took no time in one account has nothing to be a multiple of. */
function ratio(after: number, before: number): number {
  return before === 0 ? 1 : after / before;
}

/** The same as a table in Markdown, with its assumptions in the order of docs/scale.md. */
export function billionTable(points: readonly Point[]): string {
  const projections = project(points);
  if (projections.length === 0) return 'A billion: not computed, because an axis has fewer than two points.';
  const largest = along(points, 'rows').at(-1)!.rows.toLocaleString('en');
  const shard = (CONTACTS / SHARDS).toLocaleString('en');
  const us = (cost: number) => `${cost.toFixed(1)} µs`;
  const head = [
    ...['part', `at ${largest}`, 'ten times as many', `in a shard of ${shard}`, 'many accounts', 'each tag more'],
    ...[`a contact with ${TAGS} tags`, 'cores for a billion in a day'],
  ];
  const lines = projections.map(({ part, measured, tenfold, inShard, accounts, tag, cost, cores }) => [
    ...[part, us(measured), `${tenfold < 0 ? '' : '+'}${us(tenfold)}`, us(inShard), `${accounts.toFixed(2)}×`, us(tag)],
    ...[us(cost), cores.toFixed(2)],
  ]);
  return `A billion:\n\n${markdownTable(head, lines)}`;
}
