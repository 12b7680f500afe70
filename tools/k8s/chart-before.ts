import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { UserError } from '#terminal';
import { ROOT } from '../product/service-process.js';

const CHART = 'k8s/chart';
const MAX_ARCHIVE = 512 * 1024 * 1024;

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
    // The whole commit, because the chart links to files outside of its folder.
    const archive = execFileSync('git', ['archive', from], {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'pipe'],
      maxBuffer: MAX_ARCHIVE,
    });
    execFileSync('tar', ['-x', '-C', folder], { input: archive });
  } catch (cause) {
    throw new UserError(`The commit ${from} cannot be read.`, { cause });
  }
  if (!existsSync(path.join(folder, CHART))) throw new UserError(`The commit ${from} has no ${CHART} to upgrade from.`);
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
