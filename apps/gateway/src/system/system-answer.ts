import { SERVICES, queuesOf, type OpenImport, type System } from '#contracts';
import { importBefore, processedSoFar } from '../imports/import-answer.js';
import type { StateSources } from './state-sources.js';

const MAX_IMPORTS = 100;

type Source = 'queues' | 'connected' | 'deadLetters' | 'outbox' | 'imports' | 'database' | 'objects';
type Read<S extends Source> = Awaited<ReturnType<StateSources[S]>>;
/** What was read; null: it could not be. */
type State = { [S in Source]: Read<S> | null };

/** The state of the installation in the API's shape. */
export function systemAnswer({ away, ...state }: State & Pick<System, 'away'>): System {
  const { imports, connected, database, objects } = state;
  return {
    away,
    queues: queuesAnswer(state),
    subscriptions: subscriptionsAnswer(state),
    imports: imports && importsAnswer(imports),
    processes: connected && connected.processes.map((one) => ({ ...one, startedAt: one.startedAt.toISOString() })),
    database: database && {
      ...database,
      migrations: database.migrations.map(({ finishedAt, ...one }) => ({ ...one, finishedAt: iso(finishedAt) })),
    },
    objects: objects && { at: objects.at.toISOString(), folders: objects.folders },
  };
}

function queuesAnswer({ queues, connected }: State): System['queues'] {
  if (!queues) return null;
  return SERVICES.flatMap((service) =>
    queuesOf(service).map((name) => {
      const { queue, counts, oldest } = queues.find((one) => one.queue === name)!;
      return { queue, service, ...counts, oldest: iso(oldest), workers: connected?.workers.get(queue) ?? null };
    }),
  );
}

function subscriptionsAnswer({ deadLetters, outbox }: State): System['subscriptions'] {
  if (!deadLetters || !outbox) return null;
  return deadLetters.map(({ event, subscriber, letters }) => {
    const backlog = outbox.find((one) => one.event === event && one.subscriber === subscriber);
    const { waiting = null, oldest = null } = backlog ?? {};
    return { event, subscriber, waiting, oldest: iso(oldest), deadLetters: letters };
  });
}

function importsAnswer({ busy }: Read<'imports'>): OpenImport[] {
  const stalled = busy.filter((one) => one.stalled);
  return [...stalled, ...busy.filter((one) => !one.stalled)].slice(0, MAX_IMPORTS).map(openImport);
}

function openImport({ record, turn, stalled }: Read<'imports'>['busy'][number]): OpenImport {
  const { _id, organisationId, accountId, status, rows, rowsPerSecond, createdAt } = record;
  return {
    id: _id,
    ...{ organisationId, accountId, status, rows, rowsPerSecond, stalled },
    processed: processedSoFar(record),
    waitingFor: importBefore(record, turn),
    createdAt: createdAt.toISOString(),
  };
}

function iso(date: Date | null): string | null {
  return date?.toISOString() ?? null;
}
