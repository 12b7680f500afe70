import type { ProgramName } from '#contracts';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { ConfigError, type Config } from './config.js';
import type { Dependency } from './dependency.js';
import { reasonOf } from './finding.js';

const TRY_AGAIN_MS = 500;
const SAY_AGAIN_MS = 10_000;

/** Waits until the dependencies of a service respond, and says every ten seconds which of them do not. */
export class DependencyWait {
  /** The attempts under way, which all services of the process share. */
  private static readonly attempts = new Map<Dependency, Promise<void>>();
  /** For `/readyz`. */
  readonly checks: Record<string, 'ok' | 'away'>;
  private readonly saidAt = new Map<string, number>();

  constructor(
    private readonly program: ProgramName,
    private readonly uses: readonly Dependency[],
    private readonly config: Config,
    private readonly logger: Logger,
  ) {
    this.checks = Object.fromEntries(uses.map(({ name }) => [name, 'away']));
  }

  /** @throws ConfigError when waiting does not help */
  async forAll(): Promise<void> {
    await Promise.all(this.uses.map((dependency) => this.for(dependency)));
  }

  /**
   * Tries to reach a dependency that the service can start without, and goes on trying in the background.
   * @throws ConfigError when waiting does not help
   */
  async tryOnce(dependency: Dependency): Promise<void> {
    if (await this.reach(dependency)) return;
    this.for(dependency).catch((error: unknown) =>
      this.logger.error({ err: error, dependency: dependency.name }, 'the configuration of a dependency is wrong'),
    );
  }

  private async for(dependency: Dependency): Promise<void> {
    while (!(await this.reach(dependency))) await sleep(TRY_AGAIN_MS);
  }

  private async reach(dependency: Dependency): Promise<boolean> {
    const { name, variable } = dependency;
    try {
      await this.attempt(dependency);
      if (name in this.checks) this.checks[name] = 'ok';
      return true;
    } catch (error) {
      if (error instanceof ConfigError) throw error;
      if (name in this.checks) this.checks[name] = 'away';
      if (Date.now() - (this.saidAt.get(name) ?? 0) >= SAY_AGAIN_MS) {
        this.saidAt.set(name, Date.now());
        const reason = reasonOf(error);
        const message = `waiting for a dependency that is away or not ready (${variable}): ${reason}`;
        this.logger.warn({ dependency: name, reason }, message);
      }
      return false;
    }
  }

  private attempt(dependency: Dependency): Promise<void> {
    const { attempts } = DependencyWait;
    const attempt =
      attempts.get(dependency) ??
      dependency.reach(this.config, this.program).finally(() => attempts.delete(dependency));
    attempts.set(dependency, attempt);
    return attempt;
  }
}
