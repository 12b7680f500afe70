import { readdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { reasonOf } from '#terminal';
import { builtOnce } from './cache.js';
import { installSystemPackages } from './system-packages.js';
import { findInPath, InterruptedError, MissingProgramError, run } from './command.js';
import type { WayContext } from './ways.js';

/** A program that a Python package carries, built for this kind of machine. */
export interface PackagedProgram {
  /** What the user at the terminal sees meanwhile. */
  label: string;
  name: string;
  version: string;
  /** The file's name, somewhere in the package. */
  program: string;
}

/**
 * The path of a program, which is taken out of its Python package once. Nothing is compiled, and only on a Debian
 * without Python does it need root.
 * @throws Error when there is no usable Python, or the package has no build for this kind of machine
 */
export function packagedProgram(
  { label, name, version, program }: PackagedProgram,
  context: WayContext,
): Promise<string> {
  const spot = { cache: context.cache, name: `${name}-${version}`, file: program };
  return builtOnce(spot, label, context.report, async (folder, note) => {
    const python = path.join(folder, 'python');
    await makePythonFolder(python, ['--no-deps', '--only-binary', ':all:', `${name}==${version}`], context, note);
    const files = readdirSync(python, { recursive: true, encoding: 'utf8' });
    const found = files.find((file) => path.basename(file) === program);
    if (found === undefined) throw new Error(`the package ${name} has no ${program}`);
    renameSync(path.join(python, found), path.join(folder, program));
    rmSync(python, { recursive: true, force: true });
  });
}

/**
 * Makes a virtual environment with these packages in `folder`. On Debian and Ubuntu, as root, it installs Python first.
 * Use only its Python: the folder may move, and the scripts in it contain its old path.
 * @param wanted arguments of `pip install`
 * @throws MissingProgramError when there is no usable Python
 * @throws Error when a package is unavailable
 */
export async function makePythonFolder(
  folder: string,
  wanted: string[],
  context: WayContext,
  onLine: (line: string) => void,
): Promise<void> {
  const { supervisor, environment } = context;
  const makeVenv = async () => {
    const python = findInPath(['python3', 'python'], environment);
    if (!python) throw new Error('none in PATH');
    await run(supervisor, python, ['-m', 'venv', folder], { onLine });
  };
  try {
    await makeVenv();
  } catch (error) {
    if (error instanceof InterruptedError) throw error;
    if (!(await installSystemPackages(['python3-venv'], 'Python', context)))
      throw new MissingProgramError(`no usable Python: ${reasonOf(error)}`, { cause: error });
    await makeVenv();
  }
  await run(
    supervisor,
    path.join(folder, 'bin', 'python'),
    ['-m', 'pip', 'install', '--disable-pip-version-check', ...wanted],
    { onLine },
  );
}
