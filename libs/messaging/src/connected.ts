import { QUEUES, type ProgramName } from '#contracts';

/** A process of the product that is connected to Redis. */
export interface ConnectedProcess {
  id: string;
  program: ProgramName;
  version: string;
  startedAt: Date;
}

export interface Connected {
  /** The oldest first. */
  processes: ConnectedProcess[];
  /** How many processes take the jobs of each queue. */
  workers: ReadonlyMap<string, number>;
}

const PROCESS = 'process';

/**
 * The name of the connections that a process shares. Redis shows it as long as the process is connected, so nobody has to
 * report that it is alive, and nothing is left of a process that has ended.
 */
export function processConnectionName(prefix: string, { id, program, version, startedAt }: ConnectedProcess): string {
  return [prefix, PROCESS, program, version, Math.round(startedAt.getTime()), id].join(':');
}

/**
 * Reads what Redis says of its clients. A worker's name is BullMQ's: that of its queue in base64, and ours.
 * @param list the answer to `CLIENT LIST`
 */
export function readClients(list: string, prefix: string): Connected {
  const names = [...list.matchAll(/ name=(\S+)/g)].map(([, name]) => name!);
  const own = names.filter((name) => name.startsWith(`${prefix}:`)).map((name) => name.slice(prefix.length + 1));
  const processes = new Map<string, ConnectedProcess>();
  const workers = new Map(QUEUES.map((queue) => [queue, 0]));
  for (const name of own) {
    const [kind, program, version, startedAt, id] = name.split(':');
    const queue = Buffer.from(kind!, 'base64').toString();
    if (kind === PROCESS && id)
      processes.set(id, {
        id,
        program: program as ProgramName,
        version: version!,
        startedAt: new Date(Number(startedAt)),
      });
    // Besides workers, a queue has clients that wait for its answers.
    else if (workers.has(queue) && (program === undefined || program === 'w'))
      workers.set(queue, workers.get(queue)! + 1);
  }
  return {
    processes: [...processes.values()].sort((one, other) => one.startedAt.getTime() - other.startedAt.getTime()),
    workers,
  };
}
