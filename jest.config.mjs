import { availableParallelism } from 'node:os';

/** Two projects: `unit` needs nothing, `e2e` runs on real Redis, MongoDB and S3 started once by its global set-up. */
const common = {
  extensionsToTreatAsEsm: ['.ts'],
  // The libraries from their sources (`imports` in package.json).
  testEnvironmentOptions: { customExportConditions: ['sources', 'node', 'node-addons'] },
  transform: { '^.+\\.ts$': ['@swc/jest'] },
  moduleNameMapper: {
    '^(\\.{1,2}/.*(?<!\\.json))\\.js$': '$1',
  },
  modulePathIgnorePatterns: ['<rootDir>/dist'],
};

export default {
  // An e2e file may run all services of its own, which mostly wait: two files side by side suit two cores.
  maxWorkers: Math.max(2, Math.floor(availableParallelism() / 2)),
  reporters: ['default', '<rootDir>/test/support/show-logs-reporter.mjs'],
  projects: [
    {
      ...common,
      displayName: 'unit',
      testMatch: ['<rootDir>/{libs,apps,tools,bench,chaos}/**/*.test.ts', '<rootDir>/test/unit/**/*.test.ts'],
    },
    {
      ...common,
      displayName: 'e2e',
      testMatch: ['<rootDir>/test/e2e/**/*.test.ts'],
      setupFilesAfterEnv: ['<rootDir>/test/support/e2e-timeout.mjs'],
      globalSetup: '<rootDir>/test/support/global-setup.mjs',
      globalTeardown: '<rootDir>/test/support/global-teardown.mjs',
    },
  ],
};
