import { hashToken } from '#platform';
import { Secret } from 'otpauth';

const COUNT = 10;
/** 120 bits are 24 characters in base32, and enough to store an ordinary hash of them. */
const BYTES = 15;

/** @returns new codes as they are shown once, and as they are stored */
export function newRecoveryCodes(): { shown: string[]; stored: string[] } {
  const codes = Array.from({ length: COUNT }, () => new Secret({ size: BYTES }).base32);
  return { shown: codes.map((code) => code.match(/.{6}/g)!.join('-')), stored: codes.map(hashToken) };
}

/** @param code without spaces and hyphens, in capital letters */
export function isRecoveryCode(code: string): boolean {
  return /^[A-Z2-7]{24}$/.test(code);
}
