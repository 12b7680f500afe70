import type { WhatsappNumber } from '#persistence';
import type { GraphPhoneNumber } from './graph-api.js';

/** States in which a number can send, even if limited or flagged. In all other and unknown states it cannot. */
const ACTIVE = new Set(['CONNECTED', 'LINKED', 'FLAGGED', 'RATE_LIMITED']);

/** Converts a number from Meta's format to ours. */
export function readNumber({
  id,
  display_phone_number,
  verified_name,
  code_verification_status,
  status,
}: GraphPhoneNumber): WhatsappNumber {
  const phoneNumber = display_phone_number.replace(/\D/g, '');
  const whatsappStatus = status ?? (code_verification_status === 'VERIFIED' ? 'CONNECTED' : 'UNVERIFIED');
  return {
    phoneNumberId: id,
    phoneNumber,
    displayName: verified_name?.trim().slice(0, 100) || phoneNumber,
    whatsappStatus,
    active: ACTIVE.has(whatsappStatus),
  };
}
