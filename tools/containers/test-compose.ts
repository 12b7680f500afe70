/**
 * `npm run test:compose`: runs docker-compose.yml as an operator would, in an installation of its own that is removed
 * afterwards. Needs a Docker engine with `docker compose`, and the images that the file names.
 */
import { Command } from 'commander';
import { consoleReport, parseWhole } from '#terminal';
import { Steps } from '../demo/steps.js';
import { Shutdown } from '../product/shutdown.js';
import { Compose, whyNoCompose } from './compose.js';
import { operate } from './operate.js';

const { rows, ifPossible } = new Command('npm run test:compose --')
  .description('Runs docker-compose.yml on the Docker engine of this machine, and ends each service during an import.')
  .option('--rows <number>', 'how many contacts an import has', (text) => parseWhole(text, 1_000, 1_000_000), 40_000)
  .option('--if-possible', 'where there is no engine, say so and succeed', false)
  .parse()
  .opts<{ rows: number; ifPossible: boolean }>();

const report = consoleReport();
const reason = await whyNoCompose();
if (reason) {
  report.say(`Left out: the test of docker-compose.yml, because ${reason}. (npm run test:compose)`);
  process.exit(ifPossible ? 0 : 1);
}

const shutdown = new Shutdown(report);
try {
  const compose = await Compose.create();
  const steps = new Steps(report, () => shutdown.isEnding);
  shutdown.atEnd(() => compose.remove());
  await operate(compose, rows, steps, report);
  if (!steps.allHeld) report.say(await compose.compose('logs', '--tail', '20'));
  report.say(`\n${steps.allHeld ? 'Every step held:' : 'Not every step held:'}\n\n${steps.table()}\n`);
  await shutdown.end(steps.allHeld ? 0 : 1);
} catch (error) {
  await shutdown.fail(error);
}
