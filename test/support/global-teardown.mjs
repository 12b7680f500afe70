/** After the e2e tests: stops what global-setup.mjs started. */
export default async function globalTeardown() {
  await globalThis.stopAll?.();
}
