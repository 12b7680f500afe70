import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { SERVICES } from '#contracts';
import type { Sizes } from '../harness/figure.js';

/** What a point imports: so many new contacts in all, in so many accounts, each contact with so many tags. */
const amountsSchema = z.object({
  rows: z.number().int().positive(),
  accounts: z.number().int().positive(),
  tags: z.number().int().positive(),
});
export type Amounts = z.infer<typeof amountsSchema>;

/** What takes part in an import. */
export const PARTS = [...SERVICES, 'store', 'Redis', 'objects'] as const;
export type Part = (typeof PARTS)[number];
const ofParts = z.partialRecord(z.enum(PARTS), z.number().nonnegative());

/** What was measured: a line of the file. */
const pointSchema = amountsSchema.extend({
  /** That was measured, as in the history. */
  commit: z.string(),
  at: z.iso.datetime(),
  /** From the first upload until the last import was completed. */
  rowsPerSecond: z.number().positive(),
  /** Processor time in µs a row, until the subscribers had handled everything. Without what does not run here. */
  cpu: ofParts,
  /** The most that each has had in memory, in MB. */
  memory: ofParts,
  /** The size of a contact as MongoDB gets it. */
  contactBytes: z.number().positive(),
});
export type Point = z.infer<typeof pointSchema>;

/** The points to measure: from one that all axes share, one amount changes at a time. The small ones first. */
export function plannedPoints({ small, large, accounts, tags }: Sizes): Amounts[] {
  const base = { rows: small, accounts: 1, tags: 1 };
  const points: Amounts[] = [
    ...[Math.ceil(small / 10), small, large].map((rows) => ({ ...base, rows })),
    ...accounts.filter((count) => count <= small).map((count) => ({ ...base, accounts: count })),
    ...tags.map((count) => ({ ...base, tags: count })),
  ];
  const unlike = points.filter((point, index) => points.findIndex((one) => isSame(one, point)) === index);
  return unlike.sort((a, b) => a.rows - b.rows || a.tags - b.tags || a.accounts - b.accounts);
}

export function isSame(one: Amounts, other: Amounts): boolean {
  return one.rows === other.rows && one.accounts === other.accounts && one.tags === other.tags;
}

/** The points along an axis, from the smallest: those in which the other amounts are the smallest. */
export function along(points: readonly Point[], axis: keyof Amounts): Point[] {
  const base = baseOf(points);
  if (!base) return [];
  return points.filter((point) => isSame({ ...point, [axis]: base[axis] }, base)).sort((a, b) => a[axis] - b[axis]);
}

/** The point that all axes share: of those with one account and one tag, the one that most others have the rows of. */
function baseOf(points: readonly Point[]): Point | undefined {
  const like = ({ rows }: Point) => points.filter((point) => point.rows === rows).length;
  const plain = points.filter(({ accounts, tags }) => accounts === 1 && tags === 1);
  return plain.toSorted((a, b) => like(b) - like(a))[0];
}

/** Those of before. @throws when a line is none */
export function readPoints(file: string): Point[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
  return lines.map((line) => pointSchema.parse(JSON.parse(line)));
}

export function addPoint(file: string, point: Point): void {
  mkdirSync(path.dirname(file), { recursive: true });
  appendFileSync(file, `${JSON.stringify(point)}\n`);
}
