import { Badge, Group } from '@mantine/core';
import type { System } from '#contracts';
import { operations } from '../i18n/catalogue/operations.js';
import { useAreaText, useFormat } from '../i18n/language.js';
import { DataTable } from './data-table.js';
import { useAge } from './use-age.js';

/** The state of the whole installation, for its operators. */
export function Installation({ system }: { system: System }) {
  return (
    <>
      <Queues queues={system.queues} />
      <Subscriptions subscriptions={system.subscriptions} />
      <Processes processes={system.processes} />
      <Storage database={system.database} objects={system.objects} />
      <Migrations database={system.database} />
    </>
  );
}

function Queues({ queues }: Pick<System, 'queues'>) {
  const t = useAreaText(operations);
  const format = useFormat();
  const age = useAge();
  return (
    <DataTable
      heading={t('system.queues')}
      help={t('system.queuesHelp')}
      columns={[
        t('system.queue'),
        t('system.service'),
        t('system.waiting'),
        t('system.active'),
        t('system.delayed'),
        t('system.oldest'),
        t('system.workers'),
      ]}
      rows={
        queues &&
        queues.map(({ queue, service, waiting, active, delayed, oldest, workers }) => ({
          key: queue,
          cells: [
            queue,
            service,
            ...[waiting, active, delayed].map(format.number),
            age(oldest),
            <Workers key="workers" count={workers} needed={waiting + active + delayed > 0} />,
          ],
        }))
      }
      unknown={t('system.unknown')}
      none=""
    />
  );
}

function Workers({ count, needed }: { count: number | null; needed: boolean }) {
  const t = useAreaText(operations);
  const format = useFormat();
  if (count === null) return '–';
  return count === 0 && needed ? <Mark color="red">{t('system.nobody')}</Mark> : format.number(count);
}

function Subscriptions({ subscriptions }: Pick<System, 'subscriptions'>) {
  const t = useAreaText(operations);
  const format = useFormat();
  const age = useAge();
  return (
    <DataTable
      heading={t('system.subscribers')}
      help={t('system.subscribersHelp')}
      columns={[t('system.event'), t('system.service'), t('system.waiting'), t('system.lag'), t('letters.title')]}
      rows={
        subscriptions &&
        subscriptions.map(({ event, subscriber, waiting, oldest, deadLetters }) => ({
          key: `${event} ${subscriber}`,
          cells: [
            event,
            subscriber,
            waiting === null ? '–' : format.number(waiting),
            age(oldest),
            <Letters key="letters" count={deadLetters} />,
          ],
        }))
      }
      unknown={t('system.unknown')}
      none=""
    />
  );
}

function Letters({ count }: { count: number }) {
  const format = useFormat();
  const text = format.number(count);
  return count === 0 ? text : <Mark color="orange">{text}</Mark>;
}

function Mark({ color, children }: { color: 'orange' | 'red'; children: string }) {
  return (
    <Badge color={color} variant="light">
      {children}
    </Badge>
  );
}

function Processes({ processes }: Pick<System, 'processes'>) {
  const t = useAreaText(operations);
  const format = useFormat();
  return (
    <DataTable
      heading={t('system.processes')}
      columns={[t('system.service'), t('system.version'), t('system.since')]}
      rows={
        processes &&
        processes.map(({ id, program, version, startedAt }) => ({
          key: id,
          cells: [program, version, format.dateTime(startedAt)],
        }))
      }
      unknown={t('system.unknown')}
      none={t('system.noProcesses')}
    />
  );
}

function Storage({ database, objects }: Pick<System, 'database' | 'objects'>) {
  const t = useAreaText(operations);
  const format = useFormat();
  const folders = objects?.folders ?? [];
  return (
    <DataTable
      heading={t('system.storage')}
      help={objects ? t('system.countedAt', { time: format.dateTime(objects.at) }) : t('system.counting')}
      columns={[t('system.place'), t('system.size'), t('system.objects')]}
      rows={[
        { key: 'database', cells: [t('system.database'), database ? format.bytes(database.bytes) : '–', '–'] },
        ...folders.map(({ name, objects: count, bytes }) => ({
          key: `folder ${name}`,
          cells: [t('system.folder', { name }), format.bytes(bytes), format.number(count)],
        })),
      ]}
      unknown=""
      none=""
    />
  );
}

function Migrations({ database }: Pick<System, 'database'>) {
  const t = useAreaText(operations);
  const format = useFormat();
  const state = ({ finishedAt, cleanUp }: NonNullable<System['database']>['migrations'][number]) => (
    <Group gap="xs">
      {finishedAt ? format.dateTime(finishedAt) : <Mark color="orange">{t('system.pending')}</Mark>}
      {cleanUp === 'pending' && <Mark color="orange">{t('system.cleanUpPending')}</Mark>}
    </Group>
  );
  return (
    <DataTable
      heading={t('system.migrations')}
      help={
        database ? t('system.databaseVersion', { version: database.version, build: database.buildVersion }) : undefined
      }
      columns={[t('system.version'), t('system.migration'), t('system.done')]}
      rows={
        database &&
        database.migrations.map((migration) => ({
          key: String(migration.version),
          cells: [migration.version, migration.name, state(migration)],
        }))
      }
      unknown={t('system.unknown')}
      none={t('system.noMigrations')}
    />
  );
}
