import type { NewPasskey, PasskeyAnswer } from '#contracts';
import type { PasskeyRecord } from '#persistence';
import { ALGORITHMS } from './passkey-options.js';
import type { RelyingParty } from './relying-party.js';

/** Loaded on first use, because most gateways see few passkeys. */
const webauthn = () => import('@simplewebauthn/server');
const helpers = () => import('@simplewebauthn/server/helpers');

/** What the answer of a browser must fit. */
interface Expected {
  challenge: string;
  party: RelyingParty;
}

/** What is stored of a new passkey. */
export type Verified = Pick<PasskeyRecord, 'credentialId' | 'publicKey' | 'counter'>;

/**
 * Whether the browser sent a certificate of the device. Nobody asks for one, and looking it up would send us to an address
 * that whoever made it has chosen.
 */
export async function hasCertificate({ response }: NewPasskey['passkey']): Promise<boolean> {
  try {
    const { decodeAttestationObject } = await helpers();
    const object = decodeAttestationObject(new Uint8Array(Buffer.from(response.attestationObject, 'base64url')));
    const format = object.get('fmt');
    return format !== 'none' && (format !== 'packed' || object.get('attStmt').get('x5c') !== undefined);
  } catch {
    // It is none that can be read, which the verification says.
    return false;
  }
}

/** Verifies a new passkey. @returns null if anything about it is wrong */
export async function verifyNewPasskey(
  { id, rawId, type, response }: NewPasskey['passkey'],
  { challenge, party }: Expected,
): Promise<Verified | null> {
  const { verifyRegistrationResponse } = await webauthn();
  const { clientDataJSON, attestationObject } = response;
  try {
    const { registrationInfo } = await verifyRegistrationResponse({
      response: { id, rawId, type, response: { clientDataJSON, attestationObject }, clientExtensionResults: {} },
      expectedChallenge: challenge,
      expectedOrigin: party.origin,
      expectedRPID: party.id,
      requireUserVerification: true,
      supportedAlgorithmIDs: ALGORITHMS,
    });
    if (!registrationInfo) return null;
    const { credential } = registrationInfo;
    const publicKey = Buffer.from(credential.publicKey).toString('base64url');
    return { credentialId: credential.id, publicKey, counter: credential.counter };
  } catch {
    // Whatever is wrong with what a browser sent is an error of the library.
    return null;
  }
}

/**
 * Verifies that a passkey has signed the challenge for our page.
 * @param isAlone whether nothing else says who it is, so that the device must have made sure
 * @returns the counter of the device, which the caller compares; null if anything is wrong
 */
export async function verifyPasskey(
  { id, rawId, type, response }: PasskeyAnswer,
  { credentialId, publicKey }: PasskeyRecord,
  { challenge, party }: Expected,
  isAlone: boolean,
): Promise<number | null> {
  const { verifyAuthenticationResponse } = await webauthn();
  const { clientDataJSON, authenticatorData, signature } = response;
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: {
        ...{ id, rawId, type, clientExtensionResults: {} },
        response: { clientDataJSON, authenticatorData, signature },
      },
      expectedChallenge: challenge,
      expectedOrigin: party.origin,
      expectedRPID: party.id,
      requireUserVerification: isAlone,
      // Not the stored counter: the library would compare it before the signature, and say so to anybody.
      credential: { id: credentialId, publicKey: new Uint8Array(Buffer.from(publicKey, 'base64url')), counter: 0 },
    });
    return verified ? authenticationInfo.newCounter : null;
  } catch {
    return null;
  }
}
