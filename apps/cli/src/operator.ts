/**
 * Commands for those who run an installation. They need what the services need, in the same variables. In a checkout
 * where the product runs (`npm start`), they find them by themselves.
 */
import { ConfigError, isTransient, loadConfig, type Config } from '#platform';
import { verifyAudits } from '#persistence';
import { UserError, type Report } from '#terminal';
import { sayVerification } from './say-verification.js';
import { backup } from './backup/backup.js';
import { restore } from './backup/restore.js';
import { examine, sayFindings } from './doctor/doctor.js';
import { runningHere } from './running-here.js';
import { writeBundle } from './support-bundle/support-bundle.js';

// It is for those who build this, and not for whoever runs a command.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';

export function saveBackup(folder: string, report: Report): Promise<number> {
  return operate((config) => backup(folder, config, report));
}

export function restoreBackup(folder: string, report: Report): Promise<number> {
  return operate((config) => restore(folder, config, report));
}

/** @param file default: one in this folder with the time in its name; `-`: standard output */
export async function gather(file: string | undefined, logs: readonly string[], report: Report): Promise<number> {
  const place = file ?? `contacts-support-${new Date().toISOString().slice(0, 16).replace(':', '-')}.zip`;
  await writeBundle(place, logs, environment(), await examine(environment()));
  if (place !== '-') report.say(`Wrote ${place}. It has no names, phone numbers, tags, values or secrets.`);
  return 0;
}

/** @param json prints the findings as JSON, for a program */
export async function runDoctor({ json }: { json?: boolean }, report: Report): Promise<number> {
  const findings = await examine(environment());
  if (json) report.say(JSON.stringify(findings, null, 2));
  else sayFindings(findings, report);
  return findings.every(({ fault }) => fault === null) ? 0 : 2;
}

/** Verifies the audit logs of all organisations in the database. @returns 2 when one is not as it was written */
export function verifyAllAudits(report: Report): Promise<number> {
  return operate(async ({ MONGODB_URI }) => {
    let status = 0;
    for (const [id, result] of await verifyAudits(MONGODB_URI))
      status = Math.max(status, sayVerification(`Organisation ${id}`, result, report));
    return status;
  });
}

async function operate(work: (config: Config) => Promise<number | void>): Promise<number> {
  try {
    return (await work(loadConfig(environment()))) ?? 0;
  } catch (error) {
    if (error instanceof ConfigError || isTransient(error))
      throw new UserError((error as Error).message, { cause: error });
    throw error;
  }
}

/** All of it from one place, so that no command meets the database of one installation and the bucket of another. */
function environment(): NodeJS.ProcessEnv {
  const { MONGODB_URI, MONGODB_URI_FILE } = process.env;
  const here = MONGODB_URI || MONGODB_URI_FILE ? null : runningHere();
  return here ? { ...process.env, ...here.environment } : process.env;
}
