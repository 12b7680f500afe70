import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { reasonOf, type Report, UserError } from '#terminal';
import type { Supervisor } from './supervisor.js';

export type LocalServiceName = 'Redis' | 'MongoDB' | 'S3';

/** What the ways to start a server need. */
export interface WayContext {
  environment: NodeJS.ProcessEnv;
  /** The folder for the data and the log of this service. */
  folder: string;
  /** False when the folder is removed afterwards. */
  kept: boolean;
  cache: string;
  supervisor: Supervisor;
  /** Aborted as soon as everything is being stopped. Then no other way is tried. */
  stopping: AbortSignal;
  report: Report;
  /**
   * The server will be killed, and its disk filled: what it confirms survives that, and its data are on a disk of its
   * own where the machine allows.
   */
  forFaults?: boolean;
}

/** A disk that can be filled. */
export interface Disk {
  /** From now on, it has no space left. */
  fill(): Promise<void>;
  free(): Promise<void>;
}

/** The process of a server, which can be killed, and started again on the same port with the same data. */
export interface ServerProcess {
  readonly port: number;
  readonly pid: number;
  /** With its data and its log. */
  readonly folder: string;
  /** The disk with its data, or why it has none of its own. */
  readonly disk: Disk | { unavailable: string };
  /**
   * Starts it and waits until it responds.
   * @param more further arguments, this time only
   */
  start(more?: string[]): Promise<void>;
  /** Starts it and does not wait. */
  launch(more?: string[]): void;
  ready(): Promise<void>;
  /** Ends it at once, so that it cannot clean up. */
  kill(): Promise<void>;
}

/** A server that responds. */
export interface RunningServer {
  /** The variables with which the services find it. */
  env: Record<string, string>;
  /** What it is and where, for the user at the terminal. Without secrets. */
  where: string;
  /** Missing for a server that is not a process of ours, such as one in a container. */
  process?: ServerProcess;
  /** Missing for a server that we must not stop. */
  stop?(): Promise<void>;
}

/** One way to get a server. */
export interface Way {
  /** A stable name, stored with the data. */
  key: string;
  /**
   * Returns the server, or in a few words why this way is unavailable here. If it throws, the failure is reported to
   * the user.
   */
  start(context: WayContext): Promise<RunningServer | { unavailable: string }>;
}

export interface Choice extends RunningServer {
  service: LocalServiceName;
  way: string;
}

/**
 * Uses the first way that works. For a kept folder, the way that made its data is preferred, directly after the
 * environment, because another server could not read the data.
 * @throws UserError when a way requires an action of the user, or when none works; then it lists why
 */
export async function firstThatWorks(service: LocalServiceName, ways: Way[], context: WayContext): Promise<Choice> {
  mkdirSync(context.folder, { recursive: true });
  const note = path.join(context.folder, 'way');
  const before = context.kept && existsSync(note) ? readFileSync(note, 'utf8') : null;
  const reasons: string[] = [];
  for (const way of inOrder(ways, before)) {
    try {
      const result = await way.start(context);
      if ('unavailable' in result) {
        reasons.push(`${way.key}: ${result.unavailable}`);
        continue;
      }
      if (context.kept && way.key !== 'environment') {
        if (before !== null && before !== way.key)
          context.report.say(
            `${service}: the data of last time were made by "${before}", which does not work now; this one has its own.`,
          );
        writeFileSync(note, way.key);
      }
      return { ...result, service, way: way.key };
    } catch (error) {
      if (error instanceof UserError || context.stopping.aborted) throw error;
      reasons.push(`${way.key}: ${reasonOf(error)}`);
      context.report.say(`${service}: ${way.key} did not work: ${reasonOf(error)}`);
    }
  }
  throw new UserError(`${service}: no way to start it works on this machine.\n  ${reasons.join('\n  ')}`);
}

function inOrder(ways: Way[], preferred: string | null): Way[] {
  const rank = (way: Way) => (way.key === 'environment' ? 0 : way.key === preferred ? 1 : 2);
  return ways.toSorted((a, b) => rank(a) - rank(b));
}
