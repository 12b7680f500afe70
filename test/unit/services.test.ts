import { describe, expect, it } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { defaultPort, SERVICES } from '#contracts';
import { parse } from 'yaml';

describe('the migration', () => {
  const PROGRAM = 'dist/apps/migrate/src/main.js';

  it('is a Job in k8s, and every service of docker-compose.yml waits for it', () => {
    expect(existsSync('apps/migrate/src/main.ts')).toBe(true);
    expect(readFileSync('k8s/chart/templates/migrate.yaml', 'utf8')).toMatch(/^kind: Job$/m);
    expect(readFileSync('k8s/chart/templates/migrate.yaml', 'utf8')).toContain(PROGRAM);
    const compose = readFileSync('docker-compose.yml', 'utf8');
    expect(compose).toMatch(new RegExp(`^  migrate:$(\\n    .*)*${PROGRAM}`, 'm'));
    const [, common] = /^x-service: &service$((?:\n {2}.*)*)/m.exec(compose)!;
    expect(common).toMatch(/^ {2}depends_on:$\n {4}migrate: \{ condition: service_completed_successfully \}$/m);
    for (const name of SERVICES) expect(compose).toMatch(new RegExp(`^  ${name}:\n    <<: \\*service$`, 'm'));
  });
});

describe.each(SERVICES)('the service %s', (name) => {
  it('has a program, a place in nest-cli.json, in docker-compose.yml and in k8s, as every service of the table', () => {
    const { projects } = JSON.parse(readFileSync('nest-cli.json', 'utf8')) as { projects: Record<string, unknown> };
    expect(existsSync(`apps/${name}/src/main.ts`)).toBe(true);
    expect(projects).toHaveProperty([name]);
    expect(readFileSync('docker-compose.yml', 'utf8')).toMatch(new RegExp(`^  ${name}:$`, 'm'));
    const { services } = parse(readFileSync('k8s/chart/values.yaml', 'utf8')) as { services: object };
    expect(Object.keys(services)).toContain(name);
  });

  it('has a port of its own', () => {
    expect(SERVICES.filter((other) => defaultPort(other) === defaultPort(name))).toEqual([name]);
  });
});
