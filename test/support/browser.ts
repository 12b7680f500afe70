import { chromium, type Browser } from 'playwright-core';
import { consoleReport } from '#terminal';
import { chromiumPath } from './chromium.js';

/** Starts the system's Chromium. If there is none, the test fails and explains how to install it. */
export async function launchBrowser(): Promise<Browser> {
  return chromium.launch({
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
}
