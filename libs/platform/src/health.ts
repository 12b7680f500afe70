import { Controller, Get, Inject, Res } from '@nestjs/common';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { inTime } from './in-time.js';

/** Checks one dependency; throws when it does not respond. */
export type Probe = () => Promise<unknown>;

/** Injection token of the probes of the service's dependencies, by name. */
export const PROBES = Symbol('probes');

export interface Health {
  status: 'waiting' | 'ok' | 'unavailable' | 'stopping';
  /** The dependencies that respond and those that do not. */
  checks: Readonly<Record<string, string>>;
}

/** Injection token of a function that returns the health of the other services in this process, by name. */
export const OTHER_PARTS = Symbol('otherParts');
export type OtherParts = () => Promise<Record<string, Health>>;

const PROBE_TIMEOUT_MS = 3_000;

/**
 * `/healthz`: the process is alive. `/readyz`: all dependencies respond; otherwise 503 with those that do not. A
 * service that is stopping is not ready, so that no new work is sent to it. Other services in the process are shown in
 * `parts`. If one of them is not ready, the status is `degraded`; requests can still be served.
 */
@Controller()
export class HealthController {
  private stopping = false;

  constructor(
    @Inject(PROBES) private readonly probes: Record<string, Probe>,
    @Inject(OTHER_PARTS) private readonly others: OtherParts,
  ) {}

  /** From now on the service is not ready, and each answer ends its connection, so that clients go to another process. */
  leave(): void {
    this.stopping = true;
  }

  /** Before routes are registered. */
  watch(fastify: FastifyInstance): void {
    fastify.addHook('onRequest', (_request, reply, done) => {
      if (this.stopping) reply.header('Connection', 'close');
      done();
    });
  }

  @Get('healthz')
  alive(): { status: 'ok' } {
    return { status: 'ok' };
  }

  @Get('readyz')
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<object> {
    const [own, parts] = await Promise.all([this.health(), this.others()]);
    if (own.status !== 'ok') reply.status(503);
    const others = Object.values(parts);
    if (others.length === 0) return own;
    const allOk = others.every(({ status }) => status === 'ok');
    return { ...own, status: own.status === 'ok' && !allOk ? 'degraded' : own.status, parts };
  }

  async health(): Promise<Health> {
    const names = Object.keys(this.probes);
    const answers = await Promise.all(names.map((name) => answer(this.probes[name]!)));
    const checks = Object.fromEntries(names.map((name, index) => [name, answers[index]!]));
    const status = this.stopping ? 'stopping' : answers.every((text) => text === 'ok') ? 'ok' : 'unavailable';
    return { status, checks };
  }
}

async function answer(probe: Probe): Promise<'ok' | 'away'> {
  try {
    await inTime(probe(), PROBE_TIMEOUT_MS);
    return 'ok';
  } catch {
    return 'away';
  }
}
