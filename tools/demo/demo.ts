/** `npm run demo`: starts the product and shows every step through its HTTP API. With `--exit` it stops afterwards. */
import { Command } from 'commander';
import { ApiClient } from '#api-client';
import { consoleReport, parsePort, parseWhole } from '#terminal';
import { Steps } from './steps.js';
import { walk } from './walk.js';
import { sayWhenOneDies, startProduct, whereThingsAre, type Launch } from '../product/product.js';
import { Shutdown } from '../product/shutdown.js';

/** The demo waits at most this long for anything. It takes longer only when something is wrong. */
const PATIENCE_MS = 10 * 60_000;

// The port was read by scripts/run.mjs.
const options = new Command('npm run demo --')
  .description('Shows the whole way: a file goes in, contacts are found, a download comes out.')
  .option('--exit', 'end after the last step instead of staying up')
  .option('--rows <number>', 'how many contacts to import', (text) => parseWhole(text, 20, 1_000_000), 5_000)
  .option('--port <number>', "the page's and the API's port", parsePort)
  .option('--one-process', 'all services in one process, which takes less memory')
  .parse()
  .opts<{ exit?: boolean; rows: number; oneProcess?: boolean }>();

/** Called by scripts/run.mjs. */
export async function run(launch: Launch): Promise<void> {
  const report = consoleReport();
  const shutdown = new Shutdown(report);
  try {
    const product = await startProduct({ launch, oneProcess: options.oneProcess, report, shutdown });
    const steps = new Steps(report, () => shutdown.isEnding);
    const api = new ApiClient(product.url, product.apiKey, { patienceMs: PATIENCE_MS });
    report.say('');
    const died = sayWhenOneDies(product, report).then(() => shutdown.end(1));
    await Promise.race([walk(api, product.tenant.accounts[0]!.id, options.rows, steps, report), died]);

    if (shutdown.isEnding) await shutdown.end(1);
    report.say(`\n${steps.allHeld ? 'Every step held:' : 'Not every step held:'}\n\n${steps.table()}\n`);
    if (!steps.allHeld) report.say(`The services' logs are in ${product.logDir}`);
    if (options.exit || !steps.allHeld) await shutdown.end(steps.allHeld ? 0 : 1);

    report.say(
      `Contacts is still running:\n\n${whereThingsAre(product)}\n\nCtrl-C stops it; the data stay for the next time.\n`,
    );
    shutdown.interruptible();
    await died;
  } catch (error) {
    await shutdown.fail(error);
  }
}
