import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Report } from '#terminal';
import { startLocalServices } from '../../tools/local-services/start-local-services.js';
import { ROOT } from '../../tools/product/service-process.js';
import type { Shutdown } from '../../tools/product/shutdown.js';
import type { Sizes } from '../harness/figure.js';
import { billionTable } from './billion.js';
import { drawGrowth } from './growth-picture.js';
import { growthTables } from './growth-table.js';
import { measurePoint } from './measure-point.js';
import { addPoint, isSame, plannedPoints, readPoints, type Amounts, type Point } from './points.js';

export interface GrowthOptions {
  sizes: Sizes;
  /** The commit that is measured. With a plus, it has changes that no name tells apart. */
  commit: string;
  /** The points so far. A new one is added as soon as it is measured. */
  file: string;
  /** The file for the picture. */
  picture: string;
  report: Report;
  shutdown: Shutdown;
}

/**
 * Measures how the cost of an import grows with rows, accounts and tags. Each point has servers of its own. Those that the
 * same commit has measured before are not measured again, so that an interrupted run goes on.
 * @returns tables in Markdown
 */
export async function measureGrowth(options: GrowthOptions): Promise<string> {
  const { sizes, commit, file, picture, report } = options;
  const before = commit.endsWith('+') || commit === 'unknown' ? [] : readPoints(file);
  const known = before.filter((point) => point.commit === commit);
  const points: Point[] = [];
  for (const amounts of plannedPoints(sizes)) {
    const same = known.findLast((point) => isSame(point, amounts));
    if (same) report.say(`${nameOf(amounts)}: measured at ${same.at}`);
    points.push(same ?? (await measure(amounts, options)));
  }
  mkdirSync(path.dirname(picture), { recursive: true });
  writeFileSync(picture, drawGrowth(points));
  const [drawn, kept] = [path.relative(ROOT, picture), path.relative(ROOT, file)];
  return `${growthTables(points)}\n\n${billionTable(points)}\n\nThe picture is ${drawn}; the points are in ${kept}.`;
}

async function measure(amounts: Amounts, { commit, file, report, shutdown }: GrowthOptions): Promise<Point> {
  const task = report.task(nameOf(amounts));
  try {
    // Which servers they are is the same each time.
    const quiet = { ...report, say: () => undefined };
    const local = await startLocalServices({ report: quiet, onStop: (stop) => shutdown.atEnd(stop) });
    const measured = await measurePoint(local, amounts);
    await local.stop();
    const point: Point = { ...amounts, ...measured, commit, at: new Date().toISOString() };
    addPoint(file, point);
    const store = point.cpu.store === undefined ? '' : `, ${Math.round(point.cpu.store)} µs a row in the store`;
    task.done(`${nameOf(amounts)}: ${Math.round(point.rowsPerSecond).toLocaleString('en')} rows/s${store}`);
    return point;
  } catch (error) {
    task.fail(nameOf(amounts));
    throw error;
  }
}

function nameOf({ rows, accounts, tags }: Amounts): string {
  const [several, more] = [accounts === 1 ? 'account' : 'accounts', tags === 1 ? 'tag' : 'tags'];
  return `${rows.toLocaleString('en')} rows, ${accounts} ${several}, ${tags} ${more} a contact`;
}
