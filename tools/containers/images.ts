import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../product/service-process.js';
import { check } from '../demo/steps.js';
import type { Compose } from './compose.js';

const IMAGE = 'contacts';
const MOST_BYTES = 300e6;
const POLL = '&serverMonitoringMode=poll';
/** Nothing can be built or installed with what is in the image. */
const NO_PROGRAMS = ['npm', 'npx', 'yarn', 'gcc', 'cc', 'make', 'python3', 'git'];

interface Inspected {
  Size: number;
  RepoDigests: string[];
  Config: { User: string; Healthcheck?: { Test: string[] }; Labels: Record<string, string> | null };
}

/** Checks the image of the product: what it is made of, and who runs it. @returns its figures */
export async function imageIsSmall(compose: Compose): Promise<string> {
  const { Size, Config } = await inspect(compose, IMAGE);
  check(Size < MOST_BYTES, `it takes ${megabytes(Size)}, ${megabytes(MOST_BYTES)} at most are allowed`);
  check(/^[1-9]\d*(:|$)/.test(Config.User), `its user is "${Config.User}", not the number of one who is not root`);
  check(Config.Healthcheck !== undefined, 'it has no health check');
  check(Boolean(Config.Labels?.['org.opencontainers.image.title']), 'it has no labels');
  const inside = (script: string): Promise<string> => compose.docker('run', '--rm', IMAGE, 'sh', '-c', script);
  const programs = await inside(`command -v ${NO_PROGRAMS.join(' ')} || true`);
  check(programs === '', `it has ${programs}`);
  const packages = (await inside('cd node_modules && ls -d [!@.]* @*/*')).trim().split('\n');
  const lock = JSON.parse(readFileSync(path.join(ROOT, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { dev?: boolean }>;
  };
  const forDevelopment = packages.filter((name) => lock.packages[`node_modules/${name}`]?.dev);
  check(forDevelopment.length === 0, `it has packages for development: ${forDevelopment.join(', ')}`);
  const bill = JSON.parse(await inside('cat sbom.cdx.json')) as { components: { name: string }[] };
  const unlisted = packages.filter((name) => !bill.components.some((component) => component.name === name));
  check(unlisted.length === 0, `its bill of materials lacks ${unlisted.join(', ')}`);
  return `${megabytes(Size)}, user ${Config.User}, ${packages.length} packages, of ${bill.components.length} in the bill`;
}

/**
 * The other images, and which of them did not come from a registry and so may not be what their name says. The stand-in
 * for MongoDB does not keep up the answers by which drivers hear of changes at once, so that the services poll it.
 */
export async function thirdParties(compose: Compose): Promise<string> {
  const names = (await compose.compose('config', '--images')).trim().split('\n');
  const described = [...new Set(names)]
    .filter((name) => name !== IMAGE)
    .map(async (name) => {
      const { RepoDigests } = await inspect(compose, name);
      if (RepoDigests.length > 0) return name;
      const standIn = `${name} (built on this machine: a stand-in, not the real image`;
      if (!name.startsWith('mongo:')) return `${standIn})`;
      compose.mongodbOptions = POLL;
      return `${standIn}; tried with MONGODB_OPTIONS=${POLL})`;
    });
  return (await Promise.all(described)).join(', ');
}

async function inspect(compose: Compose, name: string): Promise<Inspected> {
  const [found] = JSON.parse(await compose.docker('image', 'inspect', name)) as [Inspected];
  return found;
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1e6)} MB`;
}
