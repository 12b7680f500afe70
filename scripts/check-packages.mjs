/** Reports what is wrong with the packages that package-lock.json brings in (package-faults.mjs says what may be). */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { packageFaults } from './package-faults.mjs';
import { ROOT } from './run-command.mjs';

const read = (file) => readFileSync(path.join(ROOT, file), 'utf8');
const faults = packageFaults({
  manifest: JSON.parse(read('package.json')),
  lock: JSON.parse(read('package-lock.json')),
  npmrc: read('.npmrc'),
});
if (faults.length > 0) {
  console.error(faults.map((fault) => `  ${fault}`).join('\n'));
  process.exitCode = 1;
}
