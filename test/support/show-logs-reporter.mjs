import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const LINES = 25;

/**
 * Prints the last lines of the services' logs when a test file that started them fails (see stack.ts), and a summary at
 * the end.
 */
export default class ShowLogsReporter {
  onTestFileResult(test, result) {
    if (result.numFailingTests === 0 && !result.testExecError) return;
    const folder = path.join(test.context.config.rootDir, '.local', 'test-logs', path.basename(test.path));
    if (!existsSync(folder)) return;
    for (const file of readdirSync(folder, { recursive: true }).filter((name) => name.endsWith('.log'))) {
      const lines = readFileSync(path.join(folder, file), 'utf8').trimEnd().split('\n').slice(-LINES);
      process.stderr.write(
        `\n--- the last lines of ${path.relative(process.cwd(), path.join(folder, file))}\n${lines.join('\n')}\n`,
      );
    }
  }

  /** One plain line at the end, for people and programs that read nothing else. */
  onRunComplete(_contexts, { numPassedTests, numFailedTests }) {
    process.stdout.write(`\n${numPassedTests} passed, ${numFailedTests} failed\n`);
  }
}
