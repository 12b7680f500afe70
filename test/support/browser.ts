import { chromium, type Browser } from 'playwright-core';
import { consoleReport } from '#terminal';
import { chromiumPath } from './chromium.js';

/** That of all test files of this process, which come one after the other. It ends with the process. */
let browser: Promise<Browser> | null = null;

/**
 * The system's Chromium, started for the first test file that needs it. To close it is to close all that was opened in
 * it. If there is none, the test fails and explains how to install it.
 */
export function launchBrowser(): Promise<Browser> {
  return (browser ??= start());
}

async function start(): Promise<Browser> {
  const started = await chromium.launch({
    executablePath: await chromiumPath(consoleReport(process.stderr)),
    headless: true,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
  started.on('disconnected', () => (browser = null));
  return Object.assign(started, {
    close: async () => {
      await Promise.all(started.contexts().map((context) => context.close()));
    },
  });
}
