#!/usr/bin/env node
/**
 * `npx contacts`; see src/main.ts. In a checkout it first rebuilds what is out of date; an installed package contains
 * dist/.
 */
import { existsSync } from 'node:fs';

if (existsSync(new URL('../../scripts/run.mjs', import.meta.url))) {
  process.env.npm_lifecycle_event = '';
  process.argv.splice(2, 0, 'contacts');
  await import('../../scripts/run.mjs');
} else {
  await import('../../dist/apps/cli/src/main.js');
}
