import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isFinished, type Import } from '#contracts';
import type { Report } from '#terminal';
import { check, type Steps } from '../demo/steps.js';
import { chartBefore } from './chart-before.js';
import type { Cluster, Polled } from './cluster.js';
import { K8S, type Step, type TestStores } from './test-stores.js';

/** The name of the release; k8s/test/services.yaml knows it. */
export const RELEASE = 'contacts';
const CHART = path.join(K8S, 'chart');

export interface DeploymentOptions {
  image: string;
  rows: number;
  seconds: number;
  before?: string;
  beforeImage?: string;
  values: string[];
}

interface Pod {
  metadata: { name: string; deletionTimestamp?: string };
  spec: { nodeName: string };
}

/** The steps of `npm run test:k8s`. */
export class DeploymentTest {
  private key = '';
  private account = '';
  private drained: string | null = null;

  constructor(
    private readonly cluster: Cluster,
    private readonly stores: TestStores,
    private readonly options: DeploymentOptions,
    private readonly report: Report,
  ) {}

  async run(steps: Steps): Promise<void> {
    const { rows } = this.options;
    await steps.run('MongoDB, Redis and an object store', () => this.stores.start());
    const old = chartBefore(this.options.before);
    if (old) {
      const title = `the chart of before (${old.commit}) is installed`;
      await steps.run(title, () => this.install(old.folder, this.options.beforeImage ?? this.options.image));
    } else await steps.run('the chart is installed', () => this.install(CHART, this.options.image));
    await steps.run('the first administrator', () => this.becomeAdministrator());
    if (old) await steps.run('an upgrade from the chart of before', () => this.upgrade());
    else this.report.say('- no upgrade: this commit has the first chart (--before names another commit)');
    await steps.run('an import while every deployment is restarted', () => this.importWhileRestarting(rows));
    await steps.run('an import while one pod a second is deleted', () => this.importWhileDeleting(rows));
    await steps.run('a node is drained', () => this.drain());
    await steps.run('every row is there, once', () => this.count(1.5 * rows));
    await steps.run('uninstalled', () => this.uninstall());
  }

  async uncordon(): Promise<void> {
    if (this.drained) await this.cluster.kubectl(`uncordon ${this.drained}`);
    this.drained = null;
  }

  private async install(chart: string, image: string): Promise<Step> {
    const wait = '--wait --timeout=10m';
    await this.cluster.helm(`upgrade --install ${wait} ${RELEASE}`, chart, ...this.values(image));
    const pods = await this.pods();
    return { figures: `${pods.length} pods are ready`, result: null };
  }

  private values(image: string): string[] {
    const at = image.lastIndexOf(':');
    const [repository, tag] =
      at > image.lastIndexOf('/') ? [image.slice(0, at), image.slice(at + 1)] : [image, 'latest'];
    const files = [path.join(K8S, 'test', 'values.yaml'), ...this.options.values];
    return [
      ...files.flatMap((file) => ['-f', file]),
      '--set-string',
      `image.repository=${repository},image.tag=${tag}`,
    ];
  }

  private async becomeAdministrator(): Promise<Step> {
    const logs = await this.cluster.kubectl('logs --tail=-1 -l app.kubernetes.io/component=gateway');
    const token = /\/welcome#token=([\w-]+)/.exec(logs)?.[1];
    check(token !== undefined, "no gateway's log has the link");
    const made = await this.cluster.client<{ key: string; account: string }>(null, 'administrator', token);
    Object.assign(this, made);
    return { figures: 'by the link in the log of a gateway', result: null };
  }

  private async upgrade(): Promise<Step> {
    const stop = this.poll();
    await this.install(CHART, this.options.image);
    return { figures: onlyGood(await stop()), result: null };
  }

  private async importWhileRestarting(rows: number): Promise<Step> {
    const id = await this.upload(0, rows, 'First');
    const stop = this.poll(`/v1/imports/${id}`);
    const task = this.report.task('Restarting every deployment');
    await this.cluster.kubectl(`rollout restart deployment ${this.cluster.ours}`);
    await this.cluster.rolledOut();
    const during = await this.import(id);
    task.done();
    const { counts } = await this.ended(id);
    const figures = onlyGood(await stop());
    check(counts.created === rows, `${counts.created} of ${rows} rows were counted as created`);
    return {
      figures: `${rows} rows created; ${during.processed} of them by the end of the restart; ${figures}`,
      result: null,
    };
  }

  /** The second import has half of its rows in common with the first, under another name. */
  private async importWhileDeleting(rows: number): Promise<Step> {
    const id = await this.upload(rows / 2, rows, 'Second');
    const stop = this.poll(`/v1/imports/${id}`);
    const deleted = await this.deletePods();
    await this.cluster.rolledOut();
    const { counts } = await this.ended(id);
    const { answers, failures } = await stop();
    check(
      counts.created === rows / 2 && counts.updated === rows / 2,
      `of ${rows} rows ${counts.created} were created and ${counts.updated} updated, not half of them each`,
    );
    return {
      figures: `${deleted} pods deleted; ${rows} rows; ${answers} answers, ${failures} requests failed`,
      result: null,
    };
  }

  /** One a second. @returns how many */
  private async deletePods(): Promise<number> {
    const task = this.report.task('Deleting one pod a second');
    const { api, close } = await this.cluster.proxy();
    let deleted = 0;
    for (const until = Date.now() + this.options.seconds * 1000; Date.now() < until;) {
      const next = sleep(1_000);
      const { items } = await api<{ items: Pod[] }>(`/pods?labelSelector=app.kubernetes.io/instance=${RELEASE}`);
      const names = items.filter(({ metadata }) => !metadata.deletionTimestamp).map(({ metadata }) => metadata.name);
      if (names.length > 0) {
        await api(`/pods/${names[Math.floor(Math.random() * names.length)]!}`, 'DELETE');
        deleted += 1;
        task.note(`${deleted} pods`);
      }
      await next;
    }
    close();
    task.done();
    return deleted;
  }

  private async drain(): Promise<Step> {
    const [stores] = await this.cluster.get<Pod>('pods -l app=stores');
    const nodes = [...new Set((await this.pods()).map(({ spec }) => spec.nodeName))];
    const node = nodes.find((name) => name !== stores!.spec.nodeName);
    if (!node) return { figures: 'left out: all pods are on the node of the stores', result: null };
    const stop = this.poll();
    this.drained = node;
    await this.cluster.kubectl(`drain ${node} --ignore-daemonsets --delete-emptydir-data --timeout=5m`);
    await this.cluster.rolledOut();
    await this.uncordon();
    return { figures: `${node}; ${onlyGood(await stop())}`, result: null };
  }

  private async count(rows: number): Promise<Step> {
    const { listed, distinct, counted } = await this.cluster.client<Record<'listed' | 'distinct' | 'counted', number>>(
      this.key,
      'count',
      this.account,
    );
    const figures = `${listed} listed, ${distinct} different, ${counted} counted`;
    check(
      [listed, distinct, counted].every((number) => number === rows),
      `${figures}, not ${rows}`,
    );
    return { figures, result: null };
  }

  private async uninstall(): Promise<Step> {
    await this.cluster.helm(`uninstall ${RELEASE} --wait --cascade=foreground --timeout=5m`);
    const left = (await this.stores.listed()).filter((name) => !this.stores.before.includes(name));
    check(left.length === 0, `it left ${left.join(', ')}`);
    return { figures: 'nothing is left but what was there before', result: null };
  }

  private pods(): Promise<Pod[]> {
    return this.cluster.get<Pod>(`pods ${this.cluster.ours}`);
  }

  /** A client that lists contacts, and one for each of the paths that polls. */
  private poll(...paths: string[]): () => Promise<Polled> {
    return this.cluster.poll(this.key, `/v1/contacts?accountId=${this.account}&limit=20`, ...paths);
  }

  private upload(first: number, rows: number, name: string): Promise<string> {
    return this.cluster.client<string>(this.key, 'upload', this.account, String(first), String(rows), name);
  }

  private import(id: string): Promise<Import> {
    return this.cluster.client<Import>(this.key, 'get', `/v1/imports/${id}`);
  }

  private async ended(id: string): Promise<Import> {
    const task = this.report.task('Importing');
    try {
      for (;;) {
        const state = await this.import(id);
        task.note(`${state.status}, ${state.processed} of ${state.rows ?? '?'} rows`);
        if (isFinished(state.status)) {
          check(state.status === 'completed', `the import ended as ${state.status}: ${state.error?.message ?? ''}`);
          return state;
        }
        await sleep(2_000);
      }
    } finally {
      task.done();
    }
  }
}

function onlyGood({ answers, repeated, failures, examples, slowest }: Polled): string {
  check(answers > 0, 'the client got no answer');
  check(failures === 0, `${failures} of ${answers} requests failed:\n    ${examples.join('\n    ')}`);
  const polled = slowest === null ? '' : `, ${slowest.toFixed(1)} polls of the import a second`;
  const again = repeated === 0 ? '' : `, ${repeated} requests sent twice, as their connections had been closed`;
  return `${answers} answers, all 2xx${again}${polled}`;
}
