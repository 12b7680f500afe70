import { describe, expect, it } from 'vitest';
import { existsSync, readFileSync } from 'node:fs';
import { defaultPort, SERVICES } from '#contracts';
import { STORAGE_SECRETS } from '#platform';
import { parse } from 'yaml';

interface Compose {
  services: Record<
    string,
    { command?: string[]; depends_on?: Record<string, object>; environment?: Record<string, string> }
  >;
}
const apart = parse(readFileSync('docker-compose.services.yml', 'utf8'), { merge: true, logLevel: 'error' }) as Compose;

describe('the migration', () => {
  const PROGRAM = 'dist/apps/migrate/src/main.js';

  it('is a Job in k8s, and every service of docker-compose.services.yml waits for it', () => {
    expect(existsSync('apps/migrate/src/main.ts')).toBe(true);
    expect(readFileSync('k8s/chart/templates/migrate.yaml', 'utf8')).toMatch(/^kind: Job$/m);
    expect(readFileSync('k8s/chart/templates/migrate.yaml', 'utf8')).toContain(PROGRAM);
    expect(apart.services.migrate!.command).toContain(PROGRAM);
    for (const name of SERVICES)
      expect(apart.services[name]!.depends_on).toEqual({ migrate: { condition: 'service_completed_successfully' } });
  });
});

/** Compose passes each variable to all services, but those that are emptied; the chart names who gets it. */
it('only services that use the object store get the key to it', () => {
  const isUser = (name: string) =>
    /(?:uses|mayLack): \[.*\bstorage\b/.test(readFileSync(`apps/${name}/src/service.ts`, 'utf8'));
  const users = SERVICES.filter(isUser);
  expect(users.length).toBeGreaterThan(2);
  const chart = readFileSync('k8s/chart/templates/_helpers.tpl', 'utf8');
  for (const key of STORAGE_SECRETS) {
    const emptied = ['migrate', ...SERVICES].filter((name) => apart.services[name]!.environment?.[key] === '');
    expect(emptied).toEqual(['migrate', ...SERVICES.filter((name) => !isUser(name))]);
    const condition = /\{\{- if has \.name \(list ([^)]*)\) \}\}/g;
    const [, given] = [...chart.slice(0, chart.indexOf(`"${key}"`)).matchAll(condition)].at(-1)!;
    expect([...given!.matchAll(/"(\w+)"/g)].map(([, name]) => name).sort()).toEqual([...users].sort());
    expect(chart.split(`"${key}"`)).toHaveLength(2);
  }
});

describe.each(SERVICES)('the service %s', (name) => {
  it('has a program, a place in nest-cli.json, in docker-compose.services.yml and in k8s, as every service of the table', () => {
    const { projects } = JSON.parse(readFileSync('nest-cli.json', 'utf8')) as { projects: Record<string, unknown> };
    expect(existsSync(`apps/${name}/src/main.ts`)).toBe(true);
    expect(projects).toHaveProperty([name]);
    expect(apart.services[name]!.command).toContain(`dist/apps/${name}/src/main.js`);
    const { services } = parse(readFileSync('k8s/chart/values.yaml', 'utf8')) as { services: object };
    expect(Object.keys(services)).toContain(name);
  });

  it('has a port of its own', () => {
    expect(SERVICES.filter((other) => defaultPort(other) === defaultPort(name))).toEqual([name]);
  });
});
