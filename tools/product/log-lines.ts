import { styleText } from 'node:util';
import { SERVICES, type ProgramName, type ServiceName } from '#contracts';

const COLOURS = ['cyan', 'yellow', 'green', 'magenta', 'blue', 'gray'] as const;
const WIDTH = Math.max(...SERVICES.map((name) => name.length));

/** The fields of every line, and those that are shown in a separate place. */
const KNOWN = new Set(['level', 'time', 'service', 'msg', 'scope', 'err', 'pid', 'hostname']);

/**
 * Formats a JSON line of a program for people: time, service, level, message, ids. Any other output is shown unchanged,
 * after the program's name.
 */
export function readableLine(program: ProgramName, line: string, colours: boolean): string {
  const entry = parse(line);
  const service = typeof entry?.service === 'string' ? entry.service : program;
  const name = service.padEnd(WIDTH);
  const prefix = colours ? styleText(colourOf(SERVICES.indexOf(service as ServiceName)), name) : name;
  if (!entry) return `${new Date().toTimeString().slice(0, 8)} ${prefix} ${line}`;
  const time = new Date(String(entry.time)).toTimeString().slice(0, 8);
  const level = String(entry.level).toUpperCase().padEnd(5);
  const ids = Object.entries(entry)
    .filter(([key, value]) => !KNOWN.has(key) && value !== undefined)
    .map(([key, value]) => `${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`);
  const scope = typeof entry.scope === 'string' ? `[${entry.scope}] ` : '';
  const stack = (entry.err as { stack?: string } | undefined)?.stack;
  return [
    `${time} ${prefix} ${colours ? paintLevel(level) : level} ${scope}${[entry.msg, ...ids].join(' ')}`,
    ...(stack ? stack.split('\n').map((part) => `         ${part}`) : []),
  ].join('\n');
}

/** The colour of the service at this index. When there are more services than colours, some share one; others get the last. */
export function colourOf(place: number): (typeof COLOURS)[number] {
  return COLOURS.at(place % COLOURS.length)!;
}

function paintLevel(level: string): string {
  if (level.startsWith('ERROR') || level.startsWith('FATAL')) return styleText('red', level);
  return level.startsWith('WARN') ? styleText('yellow', level) : level;
}

function parse(line: string): Record<string, unknown> | null {
  if (!line.startsWith('{')) return null;
  try {
    return JSON.parse(line) as Record<string, unknown>;
  } catch {
    return null;
  }
}
