import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findListmonk, unprivilegedUser } from './programs.js';

describe('the programs beside us', () => {
  let folder: string;
  const at = (...parts: string[]) => path.join(folder, ...parts);
  const install = (place: string, ...names: string[]) => {
    mkdirSync(at(place), { recursive: true });
    for (const name of names) writeFileSync(at(place, name), '', { mode: 0o755 });
  };
  const find = ({ tools = undefined as string | undefined, isRoot = false } = {}) =>
    findListmonk(tools, { environment: { PATH: at('bin') }, debian: at('debian'), isRoot });
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'contacts-programs-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('are those of PATH', () => {
    install('bin', 'listmonk', 'postgres', 'initdb', 'psql');
    install('debian/17/bin', 'postgres', 'initdb', 'psql');
    expect(find()).toEqual({ listmonk: at('bin', 'listmonk'), postgresql: at('bin'), user: null });
  });

  it('are the newest of Debian, even if PATH has a client', () => {
    install('bin', 'listmonk', 'psql');
    for (const version of ['9', '17', '15']) install(`debian/${version}/bin`, 'postgres', 'initdb', 'psql');
    expect(find()).toMatchObject({ postgresql: at('debian/17/bin') });
  });

  it('are where the user says', () => {
    install('bin', 'listmonk', 'postgres', 'initdb', 'psql');
    install('mine', 'listmonk');
    expect(find({ tools: at('mine') })).toMatchObject({ listmonk: at('mine', 'listmonk') });
    expect(find({ tools: at('empty') })).toEqual({ missing: expect.stringContaining('--tools FOLDER') });
  });

  it.each([
    ['PostgreSQL', ['listmonk', 'psql'], 'PostgreSQL is not on this machine'],
    ['listmonk', ['postgres', 'initdb', 'psql'], 'listmonk is not in PATH'],
    ['what leaves root', ['listmonk', 'postgres', 'initdb', 'psql'], 'setpriv is not in PATH'],
  ])('are named when %s is missing', (_, installed, missing) => {
    install('bin', ...installed);
    expect(find({ isRoot: true })).toEqual({ missing: expect.stringContaining(missing) });
  });

  it('run as another user when we are root', () => {
    install('bin', 'listmonk', 'postgres', 'initdb', 'psql', 'setpriv');
    expect(find({ isRoot: true })).toMatchObject({ user: { setpriv: at('bin', 'setpriv') } });
  });
});

it.each([
  ['its own user', 'root:x:0:0::/:/bin/sh\nnobody:x:65534:65533::/:\npostgres:x:101:104::/:\n', 101, 104],
  ['nobody, without one', 'root:x:0:0::/:/bin/sh\nnobody:x:65534:65533::/:\n', 65534, 65533],
])('PostgreSQL runs as %s', (_, users, uid, gid) => {
  expect(unprivilegedUser(users)).toEqual({ uid, gid });
});
