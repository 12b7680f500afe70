import { existsSync } from 'node:fs';
import { type Report, UserError } from '#terminal';
import { findInPath } from '../../tools/local-services/command.js';
import { Supervisor } from '../../tools/local-services/supervisor.js';
import { installCommand, installSystemPackages } from '../../tools/local-services/system-packages.js';

const PROGRAMS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const MAC_PROGRAMS = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/**
 * The path of a Chromium for playwright-core: `CHROMIUM_PATH`, or one installed on this machine. On Debian and Ubuntu,
 * as root, it installs one when there is none.
 * @throws UserError with the command to run
 */
export async function chromiumPath(report: Report, environment: NodeJS.ProcessEnv = process.env): Promise<string> {
  const found = findChromium(environment);
  if (found) return found;
  const supervisor = new Supervisor();
  try {
    await installSystemPackages(['chromium'], 'The tests of the page', { environment, supervisor, report });
  } finally {
    await supervisor.close();
  }
  const installed = findChromium(environment);
  if (installed) return installed;
  throw new UserError(
    'The tests of the page need Chromium or Chrome, and none was found. Set CHROMIUM_PATH to one, or install it:\n\n' +
      `  ${installCommand('chromium')}\n`,
  );
}

function findChromium(environment: NodeJS.ProcessEnv): string | null {
  const { CHROMIUM_PATH } = environment;
  if (CHROMIUM_PATH) {
    if (!existsSync(CHROMIUM_PATH))
      throw new UserError(`CHROMIUM_PATH says ${CHROMIUM_PATH}, and there is no such file.`);
    return CHROMIUM_PATH;
  }
  return findInPath(PROGRAMS, environment) ?? MAC_PROGRAMS.find(existsSync) ?? null;
}
