import { Inject, Injectable } from '@nestjs/common';
import { queuesOf, SERVICES, type Part, type Status, type System } from '#contracts';
import { inTime, LOGGER, Remembered } from '#platform';
import type { Logger } from 'pino';
import { StateSources } from './state-sources.js';
import { systemAnswer } from './system-answer.js';

/** What was read is shown for this long, and for ten times as long as reading it took. */
const KEEP_MS = 5_000;
const TIMES = 10;
/** Prometheus waits for ten seconds, and people do not like to wait longer. */
const PATIENCE_MS = 4_000;

/** These ask for little, so a server that comes back is seen soon, however long it did not answer. */
const QUICK = new Set<Source>(['queues', 'connected', 'storage']);

type Source = 'queues' | 'connected' | 'storage' | 'deadLetters' | 'outbox' | 'imports' | 'database' | 'objects';
type Value<S extends Source> = Awaited<ReturnType<StateSources[S]>>;
/** What was read, or why it could not be. */
type Reading<T> = { value: T } | { error: unknown };

/**
 * The state of the whole installation, for the metrics, the page of operators, and everybody's question whether
 * something is away. Only the gateway reads it, and once for all who ask, so that neither more processes nor more open
 * pages mean more queries. The gateway is there when others are not, and it is ready without Redis.
 */
@Injectable()
export class SystemService {
  private readonly readings = new Remembered<Reading<unknown>>((tookMs) => Math.max(KEEP_MS, TIMES * tookMs));
  private readonly quickReadings = new Remembered<Reading<unknown>>(() => KEEP_MS);
  private readonly failing = new Set<Source>();

  constructor(
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly sources: StateSources,
  ) {}

  /** Never throws. What could not be read is an error, because an old value would look like a new one. */
  async read<S extends Source>(source: S): Promise<Reading<Value<S>>> {
    const readings = QUICK.has(source) ? this.quickReadings : this.readings;
    return (await readings.get(source, () => this.tryToRead(source))) as Reading<Value<S>>;
  }

  /** What is away, and keeps work waiting. */
  async status(): Promise<Status> {
    const [queues, connected, storage] = await Promise.all([
      this.read('queues'),
      this.read('connected'),
      this.read('storage'),
    ]);
    const away: Part[] = 'error' in storage ? ['storage'] : [];
    if ('error' in queues) return { away: [...away, 'redis'] };
    // Where Redis does not tell who is connected, nobody is called away.
    if ('error' in connected) return { away };
    const { workers } = connected.value;
    const busy = new Set(
      queues.value.filter(({ counts }) => Object.values(counts).some(Boolean)).map((one) => one.queue),
    );
    const idle = SERVICES.filter((service) => {
      const own = queuesOf(service);
      return own.some((queue) => busy.has(queue)) && own.every((queue) => workers.get(queue) === 0);
    });
    return { away: [...away, ...(idle as Part[])] };
  }

  /** What the page of operators shows. */
  async system(): Promise<System> {
    const [{ away }, queues, connected, deadLetters, outbox, imports, database, objects] = await Promise.all([
      this.status(),
      this.read('queues'),
      this.read('connected'),
      this.read('deadLetters'),
      this.read('outbox'),
      this.read('imports'),
      this.read('database'),
      this.read('objects'),
    ]);
    return systemAnswer({
      away,
      queues: valueOf(queues),
      connected: valueOf(connected),
      deadLetters: valueOf(deadLetters),
      outbox: valueOf(outbox),
      imports: valueOf(imports),
      database: valueOf(database),
      objects: valueOf(objects),
    });
  }

  private async tryToRead(source: Source): Promise<Reading<unknown>> {
    try {
      const value = await inTime<unknown>(this.sources[source](), PATIENCE_MS);
      this.failing.delete(source);
      return { value };
    } catch (error) {
      if (!this.failing.has(source)) this.logger.warn({ err: error, source }, 'a part of the state could not be read');
      this.failing.add(source);
      return { error };
    }
  }
}

function valueOf<T>(reading: Reading<T>): T | null {
  return 'value' in reading ? reading.value : null;
}
