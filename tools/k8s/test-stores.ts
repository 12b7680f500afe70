import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../product/service-process.js';
import type { Cluster } from './cluster.js';

export const K8S = path.join(ROOT, 'k8s');
const LISTED = 'all,configmap,secret,serviceaccount,poddisruptionbudget,networkpolicy,ingress,horizontalpodautoscaler';

export interface Step {
  figures: string;
  result: null;
}

export interface Images {
  image: string;
  mongo: string;
  redis: string;
  storage: string;
}

/** The test's namespace with what the chart expects to be there, and a client (k8s/test/services.yaml). */
export class TestStores {
  /** What the namespace held before the chart came. */
  before: string[] = [];

  constructor(
    private readonly cluster: Cluster,
    private readonly images: Images,
  ) {}

  async start(): Promise<Step> {
    const { namespace } = this.cluster;
    await this.cluster.apply(read('namespace.yaml').replace('name: contacts', `name: ${namespace}`));
    const program = `--from-file=${K8S}/test/client.mjs`;
    await this.cluster.apply(await this.cluster.kubectl('create configmap client --dry-run=client -o=yaml', program));
    await this.cluster.apply(
      read('test/services.yaml')
        .replaceAll('RANDOM_PASSWORD', randomBytes(24).toString('hex'))
        .replace('CONTACTS_IMAGE', this.images.image)
        .replace('MONGO_IMAGE', this.images.mongo)
        .replace('REDIS_IMAGE', this.images.redis)
        .replace('STORAGE_IMAGE', this.images.storage),
    );
    await this.cluster.kubectl('wait --for=condition=Ready pod/stores pod/client --timeout=5m');
    this.before = await this.listed();
    return { figures: `in the namespace ${namespace}, PodSecurity "restricted"`, result: null };
  }

  /** The names of everything in the namespace. */
  async listed(): Promise<string[]> {
    const names = await this.cluster.kubectl(`get ${LISTED} -o=name`);
    return names.trim().split('\n');
  }

  /** For a step that failed. */
  async whatIsThere(): Promise<string> {
    const pods = await this.cluster.kubectl('get pods -o=wide');
    const events = await this.cluster.kubectl('get events --field-selector=type=Warning --sort-by=.lastTimestamp');
    return `\n${pods}\n${events.trim().split('\n').slice(-15).join('\n')}`;
  }

  async removeNamespace(): Promise<void> {
    await this.cluster.kubectl(`delete namespace ${this.cluster.namespace} --ignore-not-found`);
  }
}

function read(file: string): string {
  return readFileSync(path.join(K8S, file), 'utf8');
}
