/** `npm start`: runs the product on this machine until Ctrl-C, and shows the logs of all services in this terminal. */
import { Command } from 'commander';
import type { ProgramName } from '#contracts';
import { consoleReport, parsePort } from '#terminal';
import { readableLine } from './log-lines.js';
import { sayWhenOneDies, startProduct, whereThingsAre, type Launch } from './product.js';
import { Shutdown } from './shutdown.js';

// The port was read by scripts/run.mjs.
const options = new Command('npm start --')
  .description('Runs Contacts on this machine until Ctrl-C.')
  .option('--port <number>', "the page's and the API's port", parsePort)
  .option('--one-process', 'all services in one process, which takes less memory')
  .parse()
  .opts<{ oneProcess?: boolean }>();

/** Called by scripts/run.mjs. */
export async function run(launch: Launch): Promise<void> {
  const report = consoleReport();
  const shutdown = new Shutdown(report);
  const colours = process.stdout.isTTY && !process.env.NO_COLOR;
  try {
    const onLine = (program: ProgramName, line: string) => report.say(readableLine(program, line, colours));
    const product = await startProduct({ launch, oneProcess: options.oneProcess, report, shutdown, onLine });
    report.say(
      `\nContacts is running.\n\n${whereThingsAre(product)}\n\nCtrl-C stops it; the data stay for the next time.\n`,
    );
    shutdown.interruptible();
    await sayWhenOneDies(product, report);
    await shutdown.end(1);
  } catch (error) {
    await shutdown.fail(error);
  }
}
