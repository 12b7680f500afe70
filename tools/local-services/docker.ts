import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { request } from 'node:http';
import { homedir, userInfo } from 'node:os';
import path from 'node:path';
import { reasonOf } from '#terminal';
import { recentFailure, rememberFailure } from './cache.js';
import { untilReady } from './ready.js';
import type { RunningServer, Way, WayContext } from './ways.js';

const PING_MS = 2_000;
const STOP_MS = 15_000;

export interface DockerServer {
  image: string;
  command: string[];
  port: number;
  /** For a server that tells clients its addresses: all its ports, published under the same numbers. */
  samePorts?: readonly number[];
  /** The folder in which the image keeps its data. */
  dataFolder: string;
  variables?(context: WayContext): Record<string, string>;
  /** Makes a started server usable and returns its variables. Retried until it succeeds. */
  whenStarted(host: string, port: number, variables: Record<string, string>): Promise<Record<string, string>>;
}

/**
 * Runs a server in a container with testcontainers, which also removes it when this process is killed. Kept data is in
 * a named volume, because files in a mounted folder would belong to the container's user.
 */
export function dockerWay(server: DockerServer): Way {
  return {
    key: 'docker',
    async start(context) {
      const engine = await dockerEngine(context.environment);
      if (!engine) return { unavailable: 'no Docker engine answers' };
      const failure = path.join(context.cache, `docker-${server.image.replace(/[^\w.-]/g, '-')}.failed`);
      const before = recentFailure(failure);
      if (before !== null) return { unavailable: before };
      const task = context.report.task(`${server.image}: starting in Docker, fetching the image first if it is new`);
      try {
        const running = await startContainer(server, context);
        task.done();
        return running;
      } catch (error) {
        // Remembered: where Docker Hub is unreachable, every start would wait for it again.
        rememberFailure(failure, error);
        task.fail(`${server.image}: Docker could not start it, so not asked again within the hour: ${reasonOf(error)}`);
        return { unavailable: reasonOf(error) };
      }
    },
  };
}

async function startContainer(server: DockerServer, context: WayContext): Promise<RunningServer> {
  // Loaded on demand: it takes a second, and most starts without Docker do not need it.
  const { GenericContainer, Wait, getContainerRuntimeClient } = await import('testcontainers');
  const engineHost = (await getContainerRuntimeClient()).info.containerRuntime.host;
  const isLocal = ['localhost', '127.0.0.1'].includes(engineHost);
  // Not `localhost`, which may resolve to ::1 first.
  const host = isLocal ? '127.0.0.1' : engineHost;

  class LocalContainer extends GenericContainer {
    protected override async beforeContainerCreated(): Promise<void> {
      if (!context.kept) this.createOpts.Volumes = { [server.dataFolder]: {} };
      if (!isLocal) return;
      // By default, Docker publishes ports on every interface of the machine.
      const bindings = (this.hostConfig.PortBindings ?? {}) as Record<string, { HostIp?: string }[]>;
      for (const list of Object.values(bindings)) for (const binding of list) binding.HostIp = '127.0.0.1';
    }
  }

  const variables = server.variables?.(context) ?? {};
  const definition = new LocalContainer(server.image)
    .withCommand(server.command)
    .withEnvironment(variables)
    .withExposedPorts(...(server.samePorts?.map((port) => ({ container: port, host: port })) ?? [server.port]))
    .withWaitStrategy(Wait.forListeningPorts());
  if (context.kept) definition.withBindMounts([{ source: volumeName(context.folder), target: server.dataFolder }]);
  const container = await definition.start();
  const stop = async () => void (await container.stop({ timeout: STOP_MS, remove: true, removeVolumes: true }));
  try {
    const port = container.getMappedPort(server.port);
    let env: Record<string, string> = {};
    await untilReady(async () => void (env = await server.whenStarted(host, port, variables)));
    return { env, where: `${server.image} in Docker at ${host}:${port}`, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Each checkout and service has its own volume. */
function volumeName(folder: string): string {
  return `contacts-${path.basename(folder)}-${createHash('sha256').update(folder).digest('hex').slice(0, 12)}`;
}

/** True when a Docker engine responds. The client program alone is not enough. */
export async function dockerEngine(environment: NodeJS.ProcessEnv): Promise<boolean> {
  const address = environment.DOCKER_HOST;
  if (address?.startsWith('tcp://') || address?.startsWith('http'))
    return pings({ host: new URL(address).hostname, port: Number(new URL(address).port || 2375) });
  const sockets = address
    ? [address.replace(/^unix:\/\//, '')]
    : [
        '/var/run/docker.sock',
        path.join(environment.XDG_RUNTIME_DIR ?? `/run/user/${userInfo().uid}`, 'docker.sock'),
        path.join(homedir(), '.docker/run/docker.sock'),
        path.join(homedir(), '.docker/desktop/docker.sock'),
      ];
  for (const socketPath of sockets) if (existsSync(socketPath) && (await pings({ socketPath }))) return true;
  return false;
}

function pings(target: { socketPath: string } | { host: string; port: number }): Promise<boolean> {
  return new Promise((resolve) => {
    const ping = request({ ...target, path: '/_ping', timeout: PING_MS }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    ping.on('timeout', () => ping.destroy());
    ping.on('error', () => resolve(false));
    ping.end();
  });
}
