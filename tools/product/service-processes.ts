/**
 * All services, each as its own Node.js process or all in one, as in production:
 *
 *     const services = await startServices({ env, supervisor, logDir, port: 3000, report, onStop });
 *     services.died.then(({ name, outcome, tail }) => …);   // when one ends unexpectedly, stop all
 *
 * Stopping sends SIGTERM to all, and SIGKILL after 20 s.
 */
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { SERVICES, type ProgramName } from '#contracts';
import type { Report } from '#terminal';
import { nextFreePort } from '../local-services/free-port.js';
import type { Supervisor } from '../local-services/supervisor.js';
import { isBackground, ServiceProcess } from './service-process.js';

export interface ServicesOptions {
  env: Record<string, string>;
  supervisor: Supervisor;
  /** The folder for each service's log lines, as JSON. */
  logDir: string;
  /** The gateway's port. */
  port: number;
  /** All services in one process. */
  oneProcess?: boolean;
  onLine?: (program: ProgramName, line: string) => void;
  report: Report;
  /** Called with a function that stops them, in case a signal arrives while they start. */
  onStop: (stop: () => Promise<void>) => void;
}

export interface DeadService {
  name: ProgramName;
  outcome: string;
  tail: string;
}

export interface Services {
  /** The gateway's address: the API, its documentation and the web page. */
  url: string;
  logDir: string;
  /** Resolves when a service ends unexpectedly. */
  died: Promise<DeadService>;
}

/** Starts the services and waits until each is ready. */
export async function startServices(options: ServicesOptions): Promise<Services> {
  const { logDir, report } = options;
  rmSync(logDir, { recursive: true, force: true });
  mkdirSync(logDir, { recursive: true, mode: 0o700 });
  const services: ServiceProcess[] = [];
  let { port } = options;
  for (const name of options.oneProcess ? (['all'] as const) : SERVICES) {
    services.push(makeService(name, port, options));
    port = await nextFreePort(port + 1);
  }
  let stopping = false;
  const stop = async () => {
    stopping = true;
    await Promise.all(services.map((service) => service.stop()));
  };
  options.onStop(stop);
  const task = report.task(`Starting the ${SERVICES.length} services`);
  for (const service of services) service.launch();
  const died = new Promise<DeadService>((resolve) => {
    for (const service of services)
      void service.ended().then((end) => stopping || resolve({ name: service.name, ...end }));
  });
  try {
    await Promise.all(services.map((service) => service.ready()));
    task.done(`The ${SERVICES.length} services are ready`);
  } catch (error) {
    if (stopping) task.done();
    else task.fail('The services did not all start');
    throw error;
  }
  return { url: services[0]!.url, logDir, died };
}

function makeService(
  name: ProgramName,
  port: number,
  { env, supervisor, logDir, onLine }: ServicesOptions,
): ServiceProcess {
  return new ServiceProcess({
    name,
    port,
    env: { LOG_PRETTY: 'false', ...env },
    logFile: path.join(logDir, `${name}.log`),
    onLine: onLine && ((line) => onLine(name, line)),
    supervisor,
    isBackground: isBackground(name),
  });
}
