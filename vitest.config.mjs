import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import LongestFirst from './test/support/longest-first.mjs';

/** The libraries from their sources (`imports` in package.json). */
const conditions = ['sources', 'node'];

/** Two projects: `unit` needs nothing, `e2e` runs on real Redis, MongoDB and S3 started once by its global set-up. */
export default defineConfig({
  ssr: { resolve: { conditions } },
  test: {
    // Loading is what most test files do longest, so those that run in the same process share what they load.
    isolate: false,
    pool: 'forks',
    // An e2e file may run all services of its own, which mostly wait: four files side by side suit two cores.
    maxWorkers: Math.max(4, Math.floor(availableParallelism() / 2)),
    sequence: { hooks: 'list', sequencer: LongestFirst },
    reporters: ['default', './test/support/show-logs-reporter.mjs'],
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['{libs,apps,tools,bench,chaos}/**/*.test.ts', 'test/unit/**/*.test.ts'],
          // Only ends tests that hang: beside e2e files, a slow machine may give one little time.
          testTimeout: 30_000,
          hookTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          globalSetup: './test/support/global-setup.mjs',
          // Only end tests that hang. `eventually` has the timeouts of what tests wait for, so a slow machine is no
          // problem here.
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
