import path from 'node:path';
import { installSystemPackages } from './system-packages.js';
import { findInPath, run } from './command.js';
import type { WayContext } from './ways.js';

/**
 * Makes a virtual environment with these packages in `folder`. On Debian and Ubuntu, as root, it installs Python first.
 * @returns the path of its Python. Use only that: the folder may move, and the scripts in it contain its old path.
 * @throws Error when there is no usable Python, or a package is unavailable
 */
export async function makePythonFolder(
  folder: string,
  packages: string[],
  context: WayContext,
  onLine: (line: string) => void,
): Promise<void> {
  const { supervisor, environment } = context;
  const makeVenv = async () => {
    const python = findInPath(['python3', 'python'], environment);
    if (!python) throw new Error('there is no Python');
    await run(supervisor, python, ['-m', 'venv', folder], { onLine });
  };
  try {
    await makeVenv();
  } catch (error) {
    if (!(await installSystemPackages(['python3-venv'], 'Python', context))) throw error;
    await makeVenv();
  }
  await run(
    supervisor,
    path.join(folder, 'bin', 'python'),
    ['-m', 'pip', 'install', '--disable-pip-version-check', ...packages],
    { onLine },
  );
}
