import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { CANARY, personalDataIn } from './personal-data-in-logs.mjs';

const LINES = 25;
const LOGS = path.join('.local', 'test-logs');

/**
 * Prints the last lines of the services' logs when a test file that started them fails (see stack.ts), and a summary at
 * the end. The run also fails when any of these logs has personal data or a secret of the tests.
 */
export default class ShowLogsReporter {
  onTestModuleEnd(module) {
    if (module.ok()) return;
    const folder = path.join(LOGS, path.basename(module.moduleId));
    if (!existsSync(folder)) return;
    for (const file of readdirSync(folder, { recursive: true }).filter((name) => name.endsWith('.log'))) {
      const lines = readFileSync(path.join(folder, file), 'utf8').trimEnd().split('\n').slice(-LINES);
      process.stderr.write(`\n--- the last lines of ${path.join(folder, file)}\n${lines.join('\n')}\n`);
    }
  }

  /** One plain line at the end, for people and programs that read nothing else. */
  onTestRunEnd(modules, errors) {
    const tests = modules.flatMap((module) => [...module.children.allTests()]).map((test) => test.result().state);
    const [passed, failed] = ['passed', 'failed'].map((state) => tests.filter((each) => each === state).length);
    // Without a failed test: its file could not be loaded, or what it does before or after its tests failed.
    const broken = failed === 0 ? modules.filter((module) => !module.ok()).length + errors.length : 0;
    const leaks = leaksIn(modules);
    if (leaks.length > 0) {
      process.stdout.write(`\nThe services' logs have what they must not have:\n${leaks.join('\n')}\n`);
      process.exitCode = 1;
    }
    process.stdout.write(`\n${passed} passed, ${failed + broken + leaks.length} failed\n`);
  }
}

/** Unit tests start no services, so their logs, if there are any, are of an earlier run. */
function leaksIn(modules) {
  return modules.some(({ project }) => project.name === 'e2e') && existsSync(path.join(LOGS, CANARY))
    ? personalDataIn(LOGS)
    : [];
}
