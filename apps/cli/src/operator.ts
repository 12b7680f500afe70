/**
 * Commands for those who run an installation. They need what the services need, in the same variables. In a checkout
 * where the product runs (`npm start`), they find them by themselves.
 */
import type { Report } from '#terminal';
import { examine, sayFindings } from './doctor/doctor.js';
import { runningHere } from './running-here.js';

// It is for those who build this, and not for whoever runs a command.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';

/** @param json prints the findings as JSON, for a program */
export async function runDoctor({ json }: { json?: boolean }, report: Report): Promise<number> {
  const findings = await examine(environment());
  if (json) report.say(JSON.stringify(findings, null, 2));
  else sayFindings(findings, report);
  return findings.every(({ fault }) => fault === null) ? 0 : 2;
}

/** All of it from one place, so that no command meets the database of one installation and the bucket of another. */
function environment(): NodeJS.ProcessEnv {
  const { MONGODB_URI, MONGODB_URI_FILE } = process.env;
  const here = MONGODB_URI || MONGODB_URI_FILE ? null : runningHere();
  return here ? { ...process.env, ...here.environment } : process.env;
}
