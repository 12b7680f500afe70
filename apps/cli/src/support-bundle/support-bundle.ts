import { QUEUES } from '#contracts';
import { Queues } from '#messaging';
import { describeDatabase } from '#persistence';
import { createLogger, describeConfig, loadConfig, type Config, type Finding } from '#platform';
import { UserError } from '#terminal';
import { createReadStream, createWriteStream } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import yazl from 'yazl';
import { logLine, withoutPersonalData } from './without-personal-data.js';

/** How many of the last lines of a log. */
const LINES = 20_000;

/**
 * Writes a zip with what a maintainer needs, and nothing that customers have written.
 * @param file `-`: standard output
 * @param logs files with the services' logs; `-`: standard input
 * @throws UserError when the file exists, or a log cannot be read
 */
export async function writeBundle(
  file: string,
  logs: readonly string[],
  environment: NodeJS.ProcessEnv,
  findings: readonly Finding[],
): Promise<void> {
  const zip = new yazl.ZipFile();
  const add = (name: string, content: unknown) => {
    const text = typeof content === 'string' ? content : `${JSON.stringify(content, null, 2)}\n`;
    zip.addBuffer(Buffer.from(text), name);
  };
  add(
    'doctor.json',
    findings.map((finding) => ({ ...finding, fault: finding.fault && withoutPersonalData(finding.fault) })),
  );
  for (const [name, content] of Object.entries(await describeInstallation(environment))) add(`${name}.json`, content);
  for (const [index, log] of logs.entries())
    add(`logs/${index + 1}-${log === '-' ? 'input' : path.basename(log)}.jsonl`, await lastLines(log));
  zip.end();
  const output = file === '-' ? process.stdout : createWriteStream(file, { flags: 'wx', mode: 0o600 });
  await pipeline(zip.outputStream, output).catch((cause: unknown) => {
    throw new UserError(`${file} cannot be written: ${(cause as Error).message}`, { cause });
  });
}

/** What cannot be read says why; the doctor says more. */
async function describeInstallation(environment: NodeJS.ProcessEnv): Promise<Record<string, unknown>> {
  let config: Config;
  try {
    config = loadConfig(environment);
  } catch (error) {
    return { configuration: { failed: withoutPersonalData((error as Error).message) } };
  }
  const failed = (error: unknown) => ({ failed: withoutPersonalData((error as Error).message) });
  return {
    configuration: describeConfig(config),
    database: await describeDatabase(config.MONGODB_URI).then(withSafeReasons, failed),
    queues: await describeQueues(config).catch(failed),
  };
}

function withSafeReasons({ letters, ...rest }: Awaited<ReturnType<typeof describeDatabase>>): unknown {
  return {
    ...rest,
    letters: letters.map(({ reason, ...letter }) => ({ ...letter, reason: withoutPersonalData(reason) })),
  };
}

async function describeQueues(config: Config): Promise<Record<string, unknown>> {
  const queues = new Queues(config, createLogger('cli', { LOG_LEVEL: 'silent', LOG_PRETTY: false }));
  try {
    return Object.fromEntries(await Promise.all(QUEUES.map(async (name) => [name, await queues.state(name)] as const)));
  } finally {
    await queues.onApplicationShutdown();
  }
}

async function lastLines(log: string): Promise<string> {
  const lines: string[] = [];
  let leftOut = 0;
  try {
    for await (const line of createInterface({ input: log === '-' ? process.stdin : await opened(log) })) {
      const shown = logLine(line);
      if (shown === null) leftOut += 1;
      else lines.push(shown);
      if (lines.length > 2 * LINES) lines.splice(0, LINES);
    }
  } catch (cause) {
    throw new UserError(`The log ${log} cannot be read: ${(cause as Error).message}`, { cause });
  }
  return [...lines.slice(-LINES), JSON.stringify({ linesLeftOut: leftOut }), ''].join('\n');
}

/** An interface of lines does not report that its file is missing. */
function opened(log: string): Promise<Readable> {
  const file = createReadStream(log);
  return new Promise((resolve, reject) => file.once('open', () => resolve(file)).once('error', reject));
}
