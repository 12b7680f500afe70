import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Cluster } from './cluster.js';

describe('the cluster of the kubeconfig', () => {
  const { PATH } = process.env;
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'contacts-cluster-'));
    process.env.PATH = folder;
  });
  afterEach(() => {
    process.env.PATH = PATH;
    rmSync(folder, { recursive: true });
  });

  const program = (name: string, script: string) =>
    writeFileSync(path.join(folder, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  const check = () => new Cluster('test', 'contacts').check();

  it('needs kubectl and helm', async () => {
    await expect(check()).rejects.toThrow('kubectl is not in the PATH: install it first.');
    program('kubectl', '');
    await expect(check()).rejects.toThrow('helm is not in the PATH: install it first.');
  });

  it('says what kubectl said when none answers, and what to change', async () => {
    program('helm', '');
    program('kubectl', 'echo "The connection to the server localhost:8080 was refused" >&2; exit 1');
    await expect(check()).rejects.toThrow(
      /^No cluster answers: .*The connection to the server localhost:8080 was refused\nSet KUBECONFIG/,
    );
    program('kubectl', `echo '{ "serverVersion": { "gitVersion": "v1.34.4" } }'`);
    expect(await check()).toBe('v1.34.4');
  });
});
