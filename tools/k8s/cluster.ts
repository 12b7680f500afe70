import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { UserError } from '#terminal';
import { findInPath } from '../local-services/command.js';

/** Kubernetes lists and answers more than the default of a megabyte. */
const MAX_BYTES = 256 * 1024 * 1024;

/** What a poll of the client came to. `slowest` is the lowest rate of what was polled beside the list, in requests a second. */
export interface Polled {
  answers: number;
  /** Requests sent again, because the connection had been closed. */
  repeated: number;
  failures: number;
  slowest: number | null;
  examples: string[];
}

/** The cluster of the kubeconfig, and one namespace of it, through kubectl and helm. */
export class Cluster {
  constructor(
    readonly namespace: string,
    private readonly release: string,
  ) {}

  /** @throws UserError when a program is missing or no cluster answers */
  async check(): Promise<string> {
    for (const program of ['kubectl', 'helm'])
      if (!findInPath([program])) throw new UserError(`${program} is not in the PATH: install it first.`);
    try {
      const { serverVersion } = JSON.parse(await this.kubectl('version -o=json --request-timeout=10s')) as {
        serverVersion: { gitVersion: string };
      };
      return serverVersion.gitVersion;
    } catch (cause) {
      const reason = (cause as Error).message.trim().split('\n').at(-1);
      throw new UserError(`No cluster answers: ${reason}\nSet KUBECONFIG to the file of a cluster that runs.`, {
        cause,
      });
    }
  }

  /**
   * In the namespace.
   * @param words parted by spaces; what may have spaces in it comes after them
   * @throws Error with what kubectl printed
   */
  kubectl(words: string, ...more: string[]): Promise<string> {
    return run('kubectl', ['-n', this.namespace, ...words.split(' '), ...more]);
  }

  helm(words: string, ...more: string[]): Promise<string> {
    return run('helm', ['-n', this.namespace, ...words.split(' '), ...more]);
  }

  async apply(manifest: string): Promise<void> {
    await run('kubectl', ['-n', this.namespace, 'apply', '-f', '-'], manifest);
  }

  async get<T>(what: string): Promise<T[]> {
    return (JSON.parse(await this.kubectl(`get -o=json ${what}`)) as { items: T[] }).items;
  }

  /** Restarts nothing: waits until the pods of every deployment are those of its newest version, and ready. */
  async rolledOut(): Promise<void> {
    const deployments = await this.get<{ metadata: { name: string } }>(`deployments ${this.ours}`);
    for (const { metadata } of deployments)
      await this.kubectl(`rollout status deployment/${metadata.name} --timeout=10m`);
  }

  /**
   * The API without kubectl, whose start can take longer than a second.
   * @returns a function that sends a request below the namespace, and one that ends the connection
   */
  async proxy(): Promise<{ api: <T>(path: string, method?: string) => Promise<T>; close: () => void }> {
    const child = spawn('kubectl', ['proxy', '--port=0'], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = (await once(child.stdout.setEncoding('utf8'), 'data')) as [string];
    const url = `http://${/[\d.]+:\d+/.exec(line)![0]}/api/v1/namespaces/${this.namespace}`;
    return {
      api: async <T>(path: string, method = 'GET') => (await (await fetch(url + path, { method })).json()) as T,
      close: () => child.kill(),
    };
  }

  /** The label of all that belongs to the release. */
  get ours(): string {
    return `-l app.kubernetes.io/instance=${this.release}`;
  }

  /** Runs the client (k8s/test/client.mjs) in its pod. */
  async client<T>(key: string | null, ...command: string[]): Promise<T> {
    return JSON.parse(await this.kubectl('exec client --', ...clientCommand(key, command))) as T;
  }

  /** Starts to poll paths of the API. @returns a function that ends it */
  poll(key: string, ...paths: string[]): () => Promise<Polled> {
    const args = ['-n', this.namespace, 'exec', '-i', 'client', '--', ...clientCommand(key, ['poll', ...paths])];
    const child = spawn('kubectl', args, { stdio: ['pipe', 'pipe', 'inherit'] });
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
    const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
    return async () => {
      child.stdin.end();
      if ((await ended) !== 0) throw new Error('the poll ended before its time');
      return JSON.parse(text) as Polled;
    };
  }
}

function clientCommand(key: string | null, command: string[]): string[] {
  const environment = key === null ? [] : ['env', `API_KEY=${key}`];
  return [...environment, 'node', '/client/client.mjs', ...command];
}

function run(program: string, args: string[], input?: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = execFile(program, args, { maxBuffer: MAX_BYTES, env: process.env }, (error, stdout, stderr) => {
      if (!error) resolve(stdout);
      else reject(new Error(`${program} ${args.slice(0, 6).join(' ')} …: ${stderr.trim() || error.message}`));
    });
    child.stdin!.on('error', () => undefined).end(input);
  });
}
