import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { UserError } from '#terminal';
import { ROOT } from '../product/service-process.js';

const CHART = 'k8s/chart';

/**
 * The chart as it was in a commit, by default the one before the chart's last change, in a folder of its own.
 * @returns null when no commit has an earlier one
 */
export function chartBefore(commit: string | undefined): { folder: string; commit: string } | null {
  const [, before] = git('log', '--format=%H', '-2', '--', CHART).split('\n');
  const from = commit ?? before;
  if (!from) return null;
  const folder = mkdtempSync(path.join(tmpdir(), 'contacts-chart-'));
  try {
    execFileSync('tar', ['-x', '-C', folder], {
      input: execFileSync('git', ['archive', from, CHART], { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] }),
    });
  } catch (cause) {
    throw new UserError(`The commit ${from} has no ${CHART} to upgrade from.`, { cause });
  }
  return { folder: path.join(folder, CHART), commit: from.slice(0, 9) };
}

function git(...args: string[]): string {
  try {
    return execFileSync('git', args, { cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    // Not a checkout, so there is no history.
    return '';
  }
}
