import type { PasskeyCreation, PasskeyRequest } from '#contracts';
import type { PasskeyRecord } from '#persistence';
import type { RelyingParty } from './relying-party.js';

/** How long a browser may take to answer, in seconds. */
export const CHALLENGE_SECONDS = 300;

/** EdDSA, ES256 and RS256 by their numbers in COSE: every device knows one of them. */
export const ALGORITHMS = [-8, -7, -257];

/** The name that devices show, beside that of the host. */
const NAME = 'Contacts';

type Descriptor = Pick<PasskeyRecord, 'credentialId' | 'transports'>;
type Asked = { challenge: string; party: RelyingParty };

/**
 * What a browser needs to make a passkey that signs in alone: the device keeps it together with the person's id, and makes
 * sure who uses it. No certificate of the device is asked for.
 * @param known the person's passkeys; a device that has one of them makes no other
 */
export function creationOptions(
  { challenge, party }: Asked,
  { _id, email, name }: { _id: string; email: string; name: string },
  known: readonly Descriptor[],
): PasskeyCreation {
  return {
    challenge,
    rp: { id: party.id, name: NAME },
    user: { id: userHandle(_id), name: email, displayName: name },
    pubKeyCredParams: ALGORITHMS.map((alg) => ({ type: 'public-key', alg })),
    timeout: CHALLENGE_SECONDS * 1000,
    excludeCredentials: known.map(descriptor),
    authenticatorSelection: { residentKey: 'required', requireResidentKey: true, userVerification: 'required' },
    attestation: 'none',
  };
}

/**
 * What a browser needs to use a passkey.
 * @param known the passkeys of the person, beside their password; null: whichever the device has, which then has to make
 *   sure who uses it
 */
export function requestOptions({ challenge, party }: Asked, known: readonly Descriptor[] | null): PasskeyRequest {
  return {
    challenge,
    rpId: party.id,
    timeout: CHALLENGE_SECONDS * 1000,
    allowCredentials: (known ?? []).map(descriptor),
    userVerification: known === null ? 'required' : 'preferred',
  };
}

/** The person's id as devices keep it and give it back. */
export function userHandle(userId: string): string {
  return Buffer.from(userId).toString('base64url');
}

/** Whose passkey it is, as the device says. That is not signed, so the passkey must be theirs. */
export function userOf(handle: string): string {
  return Buffer.from(handle, 'base64url').toString();
}

function descriptor({ credentialId: id, transports }: Descriptor): PasskeyRequest['allowCredentials'][number] {
  return { id, type: 'public-key', transports };
}
