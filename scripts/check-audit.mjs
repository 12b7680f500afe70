import { runQuietly } from './run-command.mjs';

/**
 * Fails when a package has a known vulnerability that is high or critical. A registry without audits is not a failure.
 */
const { output } = await runQuietly('npm', ['audit', '--audit-level=high', '--json']);
const report = parse(output);
const found = report?.metadata?.vulnerabilities;
if (!found) {
  console.log(`Not checked: the registry does not answer audits (${report?.message ?? 'no answer that can be read'}).`);
} else if (found.high + found.critical > 0) {
  const names = Object.values(report.vulnerabilities)
    .filter(({ severity }) => severity === 'high' || severity === 'critical')
    .map(({ name, severity }) => `${name} (${severity})`);
  console.log(`${names.join(', ')}: see npm audit`);
  process.exitCode = 1;
}

/** npm may print warnings before and after the report. */
function parse(text) {
  try {
    return JSON.parse(text.slice(text.indexOf('{'), text.lastIndexOf('}') + 1));
  } catch {
    return null;
  }
}
