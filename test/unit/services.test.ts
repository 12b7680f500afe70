import { describe, expect, it } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { defaultPort, SERVICES } from '#contracts';

describe.each(SERVICES)('the service %s', (name) => {
  it('has a program, a place in nest-cli.json, in docker-compose.yml and in k8s, as every service of the table', () => {
    const { projects } = JSON.parse(readFileSync('nest-cli.json', 'utf8')) as { projects: Record<string, unknown> };
    expect(existsSync(`apps/${name}/src/main.ts`)).toBe(true);
    expect(projects).toHaveProperty([name]);
    expect(readFileSync('docker-compose.yml', 'utf8')).toMatch(new RegExp(`^  ${name}:$`, 'm'));
    expect(readFileSync('k8s/base/kustomization.yaml', 'utf8')).toContain(`- ${name}.yaml`);
  });

  it('has a port of its own', () => {
    expect(SERVICES.filter((other) => defaultPort(other) === defaultPort(name))).toEqual([name]);
  });
});
