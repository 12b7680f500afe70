import { describe, expect, it } from 'vitest';
import { QueueKeys } from 'bullmq';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { parse, parseAllDocuments } from 'yaml';
import { eventQueueName, eventsHeardBy, JOBS, jobsOf, SERVICES } from '#contracts';

const HELM = spawnSync('helm', ['version'], { stdio: 'ignore' }).status === 0;
const EVERYTHING = [
  'ingress.enabled=true',
  'ingress.host=contacts.example.com',
  'ingress.tlsSecret=certificate',
  'autoscaling.enabled=true',
  'keda.enabled=true',
  'keda.redisAddress=redis:6379',
  'metrics.tokenSecret=contacts-secrets',
  'metrics.podMonitor.enabled=true',
  'metrics.rules.enabled=true',
].join();

/** BullMQ's names for what waits, with and without a priority, and for what is being worked on. */
const WAITING_OR_ACTIVE = ['wait', 'prioritized', 'active'];

const withHelm = HELM ? describe : describe.skip;
if (!HELM) process.stderr.write('The tests of k8s/chart are left out: helm is not in the PATH.\n');

/** JSON of any shape. */
type Resource = ReturnType<typeof JSON.parse>;

withHelm('the chart', () => {
  const all = () => documents(template('--set', EVERYTHING));
  const pods = () =>
    all()
      .filter(({ spec }) => spec?.template?.spec)
      .map(({ spec }) => spec.template.spec);

  it('passes helm lint', () => {
    const { status, stdout } = spawnSync('helm', ['lint', '--strict', 'k8s/chart', '--set', EVERYTHING], {
      encoding: 'utf8',
    });
    expect([status, stdout]).toEqual([0, expect.stringContaining('0 chart(s) failed')]);
  });

  it('makes each service, with a budget, an account and a policy of its own', () => {
    const names = all().map(({ kind, metadata }) => `${kind} ${metadata.name}`);
    for (const service of SERVICES)
      for (const kind of ['Deployment', 'PodDisruptionBudget', 'ServiceAccount', 'NetworkPolicy'])
        expect(names).toContain(`${kind} contacts-${service}`);
    expect(names).toEqual(
      expect.arrayContaining([
        'Service contacts-gateway',
        'Ingress contacts-gateway',
        'HorizontalPodAutoscaler contacts-gateway',
        'ScaledObject contacts-importer',
        'NetworkPolicy contacts-migrate',
      ]),
    );
  });

  it('gives pods no rights, no token, and nothing to write to but /tmp', () => {
    expect(pods()).toHaveLength(SERVICES.length + 1);
    for (const { automountServiceAccountToken, securityContext, containers } of pods()) {
      expect(automountServiceAccountToken).toBe(false);
      expect(securityContext).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
      expect(containers[0].securityContext).toEqual({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      });
    }
  });

  it('leaves the number of pods to what scales them', () => {
    const replicas = (...options: string[]) =>
      Object.fromEntries(
        documents(template(...options))
          .filter(({ kind }) => kind === 'Deployment')
          .map(({ metadata, spec }) => [metadata.labels['app.kubernetes.io/component'], spec.replicas]),
      );
    expect(replicas()).toEqual({ gateway: 2, importer: 2, contacts: 2, exporter: 1, campaigns: 1, webhooks: 1 });
    expect(replicas('--set', EVERYTHING)).toEqual({ campaigns: 1, webhooks: 1 });
  });

  it('waits in the grace period for preStop and for the end of the work', () => {
    for (const { terminationGracePeriodSeconds: grace, containers } of pods().filter(
      ({ restartPolicy }) => !restartPolicy,
    ))
      expect(grace).toBeGreaterThanOrEqual(25 + (containers[0].lifecycle?.preStop.sleep.seconds ?? 0));
  });

  it.each(SERVICES)('lets %s reach what it uses and nothing else', (service) => {
    const definition = readFileSync(`apps/${service}/src/service.ts`, 'utf8');
    const uses = [...definition.matchAll(/(?:uses|mayLack): \[(.*)\]/g)].flatMap(([, names]) => names!.split(', '));
    const policy = all().find(
      ({ kind, metadata }) => kind === 'NetworkPolicy' && metadata.name === `contacts-${service}`,
    );
    const ports = { mongodb: 27017, redis: 6379, storage: 443 } as Record<string, number>;
    const reached = policy.spec.egress.flatMap(
      (rule: Resource) => rule.ports?.map(({ port }: Resource) => port) ?? ['internet'],
    );
    const internet = ['gateway', 'webhooks'].includes(service) ? ['internet'] : [];
    expect(reached).toEqual([53, 53, ...uses.map((name) => ports[name]), ...internet]);
    const ingress = policy.spec.ingress.flatMap(({ ports }: Resource) => ports.map(({ port }: Resource) => port));
    expect(ingress).toEqual(service === 'gateway' ? ['http', 'metrics'] : ['metrics']);
  });

  it('lets Prometheus scrape each service, but no other client reach the metrics by the Service or the Ingress', () => {
    const services = all().filter(({ kind }) => kind === 'Deployment');
    expect(services).toHaveLength(SERVICES.length);
    for (const { spec } of services) {
      const { metadata, spec: pod } = spec.template;
      expect(metadata.annotations).toMatchObject({ 'prometheus.io/scrape': 'true', 'prometheus.io/port': '9464' });
      expect(pod.containers[0].ports).toContainEqual({ name: 'metrics', containerPort: 9464 });
      expect(pod.containers[0].env).toContainEqual({ name: 'METRICS_PORT', value: '9464' });
      expect(pod.containers[0].env).toContainEqual(expect.objectContaining({ name: 'METRICS_TOKEN' }));
    }
    const monitor = all().find(({ kind }) => kind === 'PodMonitor');
    expect(monitor.spec.podMetricsEndpoints[0]).toMatchObject({
      port: 'metrics',
      relabelings: [{ targetLabel: 'job', replacement: 'contacts' }],
    });
    expect(all().find(({ kind }) => kind === 'PrometheusRule').spec).toEqual(
      parse(readFileSync('ops/prometheus/rules.yml', 'utf8')),
    );
    const service = all().find(({ kind }) => kind === 'Service');
    expect(service.spec.ports).toEqual([{ name: 'http', port: 80, targetPort: 'http' }]);
  });

  it('has no metrics where they are switched off', () => {
    const resources = documents(template('--set', 'metrics.enabled=false'));
    for (const { kind, spec, metadata } of resources) {
      if (kind === 'Deployment')
        expect(spec.template.spec.containers[0].env).toContainEqual({ name: 'METRICS_PORT', value: '' });
      if (kind === 'NetworkPolicy') expect(spec.ingress !== undefined).toBe(metadata.name === 'contacts-gateway');
      expect(['PodMonitor', 'PrometheusRule']).not.toContain(kind);
    }
  });

  it('lets each service send traces to the address that is set, and without one reach nothing for them', () => {
    const traces = 'traces.endpoint=http://collector:4318,traces.headersSecret=contacts-secrets';
    const resources = documents(template('--set', traces));
    const egress = ({ spec }: Resource) => JSON.stringify(spec.egress).includes('4318');
    for (const { kind, metadata, spec } of resources) {
      const isMigration = metadata.name === 'contacts-migrate';
      if (kind === 'NetworkPolicy') expect([metadata.name, egress({ spec })]).toEqual([metadata.name, !isMigration]);
      if (kind !== 'Deployment') continue;
      const { env } = spec.template.spec.containers[0];
      expect(env).toContainEqual({ name: 'OTEL_EXPORTER_OTLP_ENDPOINT', value: 'http://collector:4318' });
      expect(env).toContainEqual(expect.objectContaining({ name: 'OTEL_EXPORTER_OTLP_HEADERS' }));
    }
    expect(JSON.stringify(all())).not.toMatch(/OTEL|4318/);
  });

  it('gives each service its own user of MongoDB where one is named, and the gateway what may be missing', () => {
    const resources = documents(template('--set', 'services.importer.mongodbSecret=importer,secrets.smtp=mail'));
    const environments = resources.filter(({ kind }) => kind === 'Deployment' || kind === 'Job');
    const secrets = (name: string) =>
      Object.fromEntries(
        environments
          .find(({ metadata }) => metadata.name.startsWith(`contacts-${name}`))
          .spec.template.spec.containers[0].env.filter(({ valueFrom }: Resource) => valueFrom)
          .map(({ name: variable, valueFrom }: Resource) => [variable, valueFrom.secretKeyRef]),
      );
    expect(secrets('importer').MONGODB_URI).toEqual({ name: 'importer', key: 'MONGODB_URI' });
    for (const name of ['gateway', 'contacts', 'migrate'])
      expect(secrets(name).MONGODB_URI).toEqual({ name: 'contacts-secrets', key: 'MONGODB_URI' });
    expect(secrets('gateway').SMTP_URL).toEqual({ name: 'mail', key: 'SMTP_URL', optional: true });
    expect(secrets('importer')).not.toHaveProperty('SMTP_URL');
    for (const name of ['gateway', 'webhooks'])
      for (const key of ['ENCRYPTION_KEY', 'ENCRYPTION_KEY_PREVIOUS'])
        expect(secrets(name)[key]).toEqual({ name: 'contacts-secrets', key, optional: true });
    expect(secrets('importer')).not.toHaveProperty('ENCRYPTION_KEY');
    for (const name of ['contacts', 'webhooks', 'migrate'])
      expect(secrets(name)).not.toHaveProperty('S3_SECRET_ACCESS_KEY');
    expect(secrets('importer').S3_SECRET_ACCESS_KEY).toEqual({ name: 'contacts-secrets', key: 'S3_SECRET_ACCESS_KEY' });
  });

  it('scales by what BullMQ keeps of each queue', () => {
    const keys = new QueueKeys('{contacts}');
    const scaled = all().filter(({ kind }) => kind === 'ScaledObject');
    expect(scaled).toHaveLength(3);
    for (const { metadata, spec } of scaled) {
      const service = SERVICES.find((name) => metadata.name === `contacts-${name}`)!;
      const queues = [...jobsOf(service), ...eventsHeardBy(service).map((event) => eventQueueName(event, service))];
      const lists = queues.flatMap((queue) => WAITING_OR_ACTIVE.map((kind) => keys.toKey(queue, kind)));
      for (const { metadata: trigger } of spec.triggers) expect(lists).toContain(trigger.listName);
      // Calls take no time, and are not what a service is scaled by.
      const orders = jobsOf(service).filter((queue) => !('answer' in JOBS[queue]));
      const scaledBy = spec.triggers.map(({ metadata: trigger }: Resource) => trigger.listName);
      expect(scaledBy).toEqual(expect.arrayContaining(orders.map((queue) => keys.toKey(queue, 'prioritized'))));
    }
  });

  it.each([
    ['services.gateway.replicas=two', "at '/services/gateway/replicas': got string, want integer"],
    ['services.gateway.replica=2', "at '/services/gateway': additional properties 'replica' not allowed"],
    ['image.tag=1', "at '/image/tag': got number, want string"],
    ['secrets.mongodb=', "at '/secrets/mongodb': minLength: got 0, want 1"],
    ['addresses.public=contacts.example.com', "at '/addresses/public': 'contacts.example.com' does not match pattern"],
    ['environment.LOG_PRETTY=true', "at '/environment/LOG_PRETTY': got boolean, want string"],
    ['ingress.enabled=true', "at '/ingress/host': minLength: got 0, want 1"],
    ['metrics.port=9000', "at '/metrics': additional properties 'port' not allowed"],
    ['traces.endpoint=collector:4318', "at '/traces/endpoint': 'collector:4318' does not match pattern"],
    ['networkPolicy.redis.ports[0]=redis', "at '/networkPolicy/redis/ports/0': got string, want integer"],
  ])('refuses %s in one sentence', (value, sentence) => {
    const { status, stderr } = helmTemplate('--set', value);
    expect(status).toBe(1);
    expect(stderr).toContain(sentence);
    expect(stderr.split('\n').filter((line) => line.trim().startsWith('- at ')).length).toBeLessThanOrEqual(2);
  });
});

function helmTemplate(...options: string[]) {
  return spawnSync('helm', ['template', 'contacts', 'k8s/chart', '--kube-version', '1.34.0', ...options], {
    encoding: 'utf8',
  });
}

function template(...options: string[]): string {
  const { status, stdout, stderr } = helmTemplate(...options);
  if (status !== 0) throw new Error(stderr);
  return stdout;
}

function documents(text: string): Resource[] {
  return parseAllDocuments(text)
    .map((document) => document.toJS())
    .filter(Boolean);
}
