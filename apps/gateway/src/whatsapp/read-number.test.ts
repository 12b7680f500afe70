import { describe, expect, it } from 'vitest';
import { readNumber } from './read-number.js';

const number = { id: '1906385232743451', display_phone_number: '+1 631-555-5555', verified_name: "Jasper's Market" };

describe('readNumber', () => {
  it('tidies the number and takes the verified name', () => {
    expect(readNumber({ ...number, status: 'CONNECTED' })).toEqual({
      phoneNumberId: '1906385232743451',
      phoneNumber: '16315555555',
      displayName: "Jasper's Market",
      whatsappStatus: 'CONNECTED',
      active: true,
    });
  });

  it.each([
    ['CONNECTED', true],
    ['FLAGGED', true],
    ['RATE_LIMITED', true],
    ['BANNED', false],
    ['RESTRICTED', false],
    ['PENDING', false],
    ['DISCONNECTED', false],
    ['SOMETHING_NEW', false],
  ])('%s → active %s', (status, active) => {
    expect(readNumber({ ...number, status }).active).toBe(active);
  });

  it('goes by the verification where there is no status, and by the number where there is no name', () => {
    expect(readNumber({ ...number, code_verification_status: 'VERIFIED' }).active).toBe(true);
    expect(readNumber({ ...number, code_verification_status: 'EXPIRED' }).active).toBe(false);
    expect(readNumber({ ...number, verified_name: ' ' }).displayName).toBe('16315555555');
  });
});
