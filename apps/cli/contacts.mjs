#!/usr/bin/env node
/** `npx contacts`: the small command line; see src/main.ts. Builds what is out of date first. */
process.env.npm_lifecycle_event = '';
process.argv.splice(2, 0, 'contacts');
await import('../../scripts/run.mjs');
