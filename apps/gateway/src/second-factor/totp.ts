import { Secret, TOTP } from 'otpauth';

/** A code of the time step before or after the present one is right too, because clocks differ and people type slowly. */
const WINDOW = 1;

/** @returns 160 random bits in base32 */
export function newTotpSecret(): string {
  return new Secret({ size: 20 }).base32;
}

/** What the QR code for an authenticator app says. */
export function totpUri(secret: string, email: string): string {
  return totpOf(secret, email).toString();
}

/**
 * @param now in milliseconds
 * @returns the time step of the code; null if it is wrong
 */
export function totpStep(secret: string, code: string, now = Date.now()): number | null {
  const totp = totpOf(secret);
  const delta = totp.validate({ token: code, window: WINDOW, timestamp: now });
  return delta === null ? null : totp.counter({ timestamp: now }) + delta;
}

/** Six digits, SHA-1 and 30 seconds: what every authenticator app understands. */
function totpOf(secret: string, label = ''): TOTP {
  return new TOTP({ issuer: 'Contacts', label, secret: Secret.fromBase32(secret) });
}
