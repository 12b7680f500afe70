import path from 'node:path';
import { binOf, ROOT, runQuietly } from './run-command.mjs';

/** The checks of `npm run check`, and the program in node_modules that runs each. */
const CHECKS = [
  { name: 'lock file', bin: path.join(ROOT, 'scripts/check-lock-file.mjs'), args: [] },
  { name: 'packages', bin: path.join(ROOT, 'scripts/check-packages.mjs'), args: [] },
  { name: 'known weaknesses', bin: path.join(ROOT, 'scripts/check-audit.mjs'), args: [], tells: true },
  {
    name: 'format',
    bin: binOf('prettier', 'bin/prettier.cjs'),
    args: ['--check', '--log-level', 'warn', '--cache', '.'],
    hint: 'npm run format mends it',
  },
  { name: 'lint', bin: binOf('eslint', 'bin/eslint.js'), args: ['--max-warnings', '0', '.'] },
  { name: 'types', bin: binOf('typescript', 'bin/tsc'), args: ['-p', '.'] },
  { name: 'types of the page', bin: binOf('typescript', 'bin/tsc'), args: ['-p', 'apps/admin'] },
  { name: 'dead code', bin: binOf('knip', 'bin/knip.js'), args: ['--no-progress'] },
  {
    name: 'directions of imports',
    bin: binOf('dependency-cruiser', 'bin/dependency-cruise.mjs'),
    args: ['--config', '.dependency-cruiser.cjs', 'apps', 'libs', 'scripts', 'tools', 'test', 'bench', 'chaos'],
  },
];

/** Runs all checks, one after another, even after a failure, and prints a summary. @returns the exit status */
export async function check() {
  const failed = [];
  for (const { name, bin, args, hint, tells } of CHECKS) {
    const started = Date.now();
    const { status, output } = await runQuietly(process.execPath, [bin, ...args]);
    const seconds = ((Date.now() - started) / 1000).toFixed(1);
    console.log(`${status === 0 ? '✓' : '✗'} ${name} (${seconds} s)`);
    if (status === 0) {
      if (tells && output !== '') console.log(`  ${output.trimEnd()}`);
      continue;
    }
    failed.push(name);
    console.log(`${output.trimEnd()}\n${hint ? `(${hint})\n` : ''}`);
  }
  console.log(failed.length === 0 ? '\nAll checks passed.' : `\nFailed: ${failed.join(', ')}.`);
  return failed.length === 0 ? 0 : 1;
}
