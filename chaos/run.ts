import { setTimeout as sleep } from 'node:timers/promises';
import type { NewWebhook, ServiceName } from '#contracts';
import { ApiClient } from '#api-client';
import { explain, reasonOf, type Report } from '#terminal';
import { eventually } from '../test/support/eventually.js';
import { WebhookReceiver } from '../test/support/webhook-receiver.js';
import { startLocalServices } from '../tools/local-services/start-local-services.js';
import type { Shutdown } from '../tools/product/shutdown.js';
import { checkAll } from './checks/check-all.js';
import { checkObjects } from './checks/check-leftovers.js';
import type { Finding } from './checks/check.js';
import { NOTHING_EXPECTED } from './checks/evidence.js';
import { openStored } from './checks/stored.js';
import { Clients, ENV_FOR_CLIENTS, type Amounts } from './clients/clients.js';
import type { Fault, Scene } from './faults/fault.js';
import { History } from './history.js';
import { MemoryWatch } from './memory.js';
import { makePlan, type PlannedFault, type PlanSize } from './plan.js';
import { Random } from './random.js';
import { StandstillWatch } from './standstill.js';
import { World } from './world.js';

export interface RunSize {
  plan: PlanSize;
  amounts: Amounts;
  /** How long each fault takes: 1 in a full run, less in a quick one. */
  pace: number;
  /** Added to the environment of every service. */
  env: Record<string, string>;
  /** How long everything may take to end when the faults are over. */
  endsWithinMs: number;
}

export interface RunOptions {
  seed: string;
  size: RunSize;
  faults: readonly Fault[];
  report: Report;
  shutdown: Shutdown;
}

/** How often a fault happened, or why it could not. */
export interface Happened {
  name: string;
  times: number;
  unavailable: string | null;
}

export interface RunResult {
  happened: Happened[];
  findings: Finding[];
  seconds: number;
  /** What the clients did, in words. */
  work: string;
}

const STANDSTILL_LIMIT_SECONDS = 60;
const SWEEP_MS = 60_000;
/** The services that sweep objects. */
const SWEEPING = ['importer', 'exporter', 'campaigns'] as const satisfies ServiceName[];

/** One run: the product works for its clients while faults happen to it, and then everything is compared. */
export async function run({ seed, size, faults, report, shutdown }: RunOptions): Promise<RunResult> {
  const began = Date.now();
  const random = new Random(seed);
  const local = await startLocalServices({ report, forFaults: true, onStop: (stop) => shutdown.atEnd(stop) });
  const world = await World.start({
    local,
    env: { ...ENV_FOR_CLIENTS, ...size.env },
    report,
    onStop: (stop) => shutdown.atEnd(stop),
  });
  const history = new History();
  const receiver = await WebhookReceiver.start(({ type, data }) => history.take(type, data));
  shutdown.atEnd(() => receiver.goAway());
  await subscribe(world, receiver);
  const memory = new MemoryWatch(world.services);
  const standstills = new StandstillWatch(local.env.MONGODB_URI!);
  shutdown.atEnd(() => standstills.close());

  const clients = new Clients(world, random.for('clients'), size.amounts);
  clients.start();
  const [possible, impossible] = await available(faults, world);
  const plan = makePlan(possible, size.plan, random.for('plan'));
  const counts = new Map<string, number>();
  const longest: { what: string; seconds: number }[] = [];
  const failures: string[] = [];
  for (const [index, round] of plan.entries()) {
    world.log(`round ${index + 1} of ${plan.length}: ${round.length} faults; ${clients.progress}`);
    failures.push(...(await storm(round, { world, clients, pace: size.pace }, counts)));
    const still = await standstills.untilAllMoved();
    longest.push(still);
    world.log(`calm: all went on within ${still.seconds.toFixed(1)} s, last ${still.what}`);
  }
  while (!clients.haveDoneEnough) await sleep(1_000);
  world.log(`the faults are over; ${clients.progress}`);
  const stuck = await allEnds(clients, standstills, size.endsWithinMs);
  const organisationId = world.tenant.organisation.id;
  await swept(world, organisationId);
  const findings = [
    ...(await checkAll({
      history,
      operations: clients.operations,
      env: world.env,
      organisationId,
      accountIds: world.tenant.accounts.map(({ id }) => id),
      expected: NOTHING_EXPECTED,
    })),
    ...clients.findings(),
    stillness(longest, stuck),
    memory.finding(),
    {
      promise: 'no process ends by itself, and each fault could be undone',
      figure: `${world.services.length} processes`,
      broken: [...world.services.flatMap(({ unexpectedEnds }) => unexpectedEnds), ...failures],
    },
  ];
  return {
    happened: [
      ...possible.map(({ name }) => ({ name, times: counts.get(name) ?? 0, unavailable: null })),
      ...impossible,
    ],
    findings,
    seconds: (Date.now() - began) / 1000,
    work: clients.progress,
  };
}

async function subscribe(world: World, receiver: WebhookReceiver): Promise<void> {
  const api = new ApiClient(world.of('gateway')[0]!.url, world.apiKey);
  const events = ['ContactChanged', 'ValueRemoved', 'ImportFinished'];
  receiver.secret = (await api.post<NewWebhook>('/v1/webhooks', { url: receiver.url, events })).secret;
}

async function available(faults: readonly Fault[], world: World): Promise<[Fault[], Happened[]]> {
  const possible: Fault[] = [];
  const impossible: Happened[] = [];
  for (const fault of faults) {
    const unavailable = (await fault.unavailable?.(world)) ?? null;
    if (unavailable === null) possible.push(fault);
    else impossible.push({ name: fault.name, times: 0, unavailable });
  }
  return [possible, impossible];
}

/** Lets the faults of a round happen. @returns those that could not be undone, with the reason */
async function storm(
  round: readonly PlannedFault[],
  scene: Omit<Scene, 'random'>,
  counts: Map<string, number>,
): Promise<string[]> {
  const failures: string[] = [];
  const { world } = scene;
  const happen = async ({ fault, afterMs, random }: PlannedFault) => {
    await sleep(afterMs);
    try {
      const how = await fault.happen({ ...scene, random });
      counts.set(fault.name, (counts.get(fault.name) ?? 0) + 1);
      world.log(`${fault.name}: ${how}`);
    } catch (error) {
      failures.push(`${fault.name}: ${reasonOf(error)}`);
      world.log(`${fault.name} FAILED: ${explain(error)}`);
    }
  };
  await Promise.all(round.map(happen));
  return failures;
}

/** Waits until all that was asked for has ended and every subscriber has heard of it. @returns what has not */
async function allEnds(clients: Clients, standstills: StandstillWatch, withinMs: number): Promise<string[]> {
  const deadline = Date.now() + withinMs;
  await Promise.race([clients.finish(), sleep(withinMs, undefined, { ref: false })]);
  try {
    await eventually(
      'nothing is left to do',
      async () => {
        const left = await standstills.unfinished();
        if (left.length > 0) throw new Error(left.join(', '));
      },
      Math.max(0, deadline - Date.now()),
    );
    return [];
  } catch (error) {
    return [reasonOf(error)];
  }
}

/**
 * Waits until the services have removed the objects that nobody needs. While faults happen, no object is old enough,
 * because a process may be paused and a clock wrong for many minutes.
 */
async function swept(world: World, organisationId: string): Promise<void> {
  const env = { OBJECT_SWEEP_SECONDS: '1', OBJECT_MARGIN_SECONDS: '1' };
  await Promise.all(SWEEPING.map((name) => world.of(name)[0]!.restart('SIGTERM', env)));
  const look = async () => {
    const { stored, close } = await openStored(world.env, organisationId);
    await close();
    const { broken } = checkObjects(stored);
    if (broken.length > 0) throw new Error(broken.join());
  };
  // What is left after that is a finding.
  await eventually('the objects are swept', look, SWEEP_MS).catch(() => undefined);
}

function stillness(longest: { what: string; seconds: number }[], stuck: string[]): Finding {
  const worst = longest.toSorted((a, b) => b.seconds - a.seconds);
  return {
    promise: `nothing is stuck, and nothing stands still for ${STANDSTILL_LIMIT_SECONDS} s after a fault is gone`,
    figure: `${(worst[0]?.seconds ?? 0).toFixed(0)} s at most (${worst[0]?.what.split(' ')[0] ?? 'nothing'})`,
    broken: [
      ...worst
        .filter(({ seconds }) => seconds > STANDSTILL_LIMIT_SECONDS)
        .map(({ what, seconds }) => `${what} stood still for ${seconds.toFixed(0)} s`),
      ...stuck,
    ],
  };
}
