/** Object stores refuse requests, and browsers' downloads, when the clocks differ by a quarter of an hour. */
const MOST_MS = 5 * 60_000;

/**
 * Why a server cannot be used, by how much our clock is ahead of its clock in milliseconds; null when the clocks agree
 * well enough.
 */
export function clockFault(aheadMs: number, server: string): string | null {
  if (Math.abs(aheadMs) < MOST_MS) return null;
  const minutes = Math.round(Math.abs(aheadMs) / 60_000);
  return `the clock of this machine is ${minutes} minutes ${aheadMs > 0 ? 'ahead of' : 'behind'} that of ${server}; set both by NTP`;
}
