import { existsSync } from 'node:fs';
import path from 'node:path';
import { BaseSequencer } from 'vitest/node';

/** The files that take longest, the longest first. */
const LONG = [
  ...['imports', 'kills-between-writes', 'page-imports'].map(e2e),
  // Processes that read bombs compute all the time, and are the longest of the unit tests by far.
  ...['bombs', 'xls'].map((name) => `test/unit/workbooks/${name}.test.ts`),
  ...['page-administration', 'page-contacts', 'failover-workers', 'passkeys', 'template-and-cli', 'wide-contacts'].map(
    e2e,
  ),
  ...['failover-gateway', 'webhooks', 'access-matrix', 'taken-over', 'killed-services', 'open-id-connect'].map(e2e),
  ...['surfaces', 'backup-and-restore', 'page-campaigns', 'dead-letters', 'resumable-uploads', 'campaigns'].map(e2e),
  ...['migrations', 'waiting-services', 'campaigns-away', 'replays', 'explain', 'tag-changes'].map(e2e),
];

/**
 * The order in which test files begin: those that take longest first, so that none of them is still at work when all
 * others have ended. By itself, Vitest runs all end-to-end tests before the first unit test, and, as long as it has not
 * noted how long each file takes, the largest file first.
 */
export default class LongestFirst extends BaseSequencer {
  async sort(specifications) {
    const { root } = this.ctx.config;
    const gone = LONG.filter((file) => !existsSync(path.join(root, file)));
    if (gone.length > 0) throw new Error(`test/support/longest-first.mjs names ${gone.join(', ')}, which is gone`);
    const place = ({ moduleId }) => {
      const at = LONG.indexOf(path.relative(root, moduleId));
      return at === -1 ? LONG.length : at;
    };
    return (await super.sort(specifications)).sort((a, b) => place(a) - place(b));
  }
}

function e2e(name) {
  return `test/e2e/${name}.test.ts`;
}
