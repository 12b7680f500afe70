import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';
import type { NewPasskey, PasskeyAnswer, PasskeyCreation, PasskeyRequest } from '#contracts';

/** What an attacker, or a broken device, says instead of the truth. */
export interface Lies {
  origin?: string;
  rpId?: string;
  challenge?: string;
  type?: string;
  userHandle?: string;
  credentialId?: string;
  /** False: the device did not make sure who uses it. */
  verified?: boolean;
  /** False: nobody touched the device. */
  present?: boolean;
  counter?: number;
  /** The form of the attestation, with its statement. */
  attestation?: [format: string, statement: Map<string, unknown>];
}

interface Credential {
  id: Buffer;
  key: KeyObject;
  userHandle: string;
}

const [PRESENT, VERIFIED, WITH_KEY] = [0x01, 0x04, 0x40];

/** A device with passkeys in a browser: it signs with ES256 and counts its uses (Web Authentication, level 3). */
export class Authenticator {
  readonly credentials: Credential[] = [];
  counter = 0;

  /** @param origin of the page that the browser shows */
  constructor(private readonly origin: string) {}

  /** Makes a passkey, as `navigator.credentials.create` does. */
  make(options: PasskeyCreation, lies: Lies = {}): NewPasskey['passkey'] {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const { x, y } = publicKey.export({ format: 'jwk' });
    const [id, userHandle] = [Buffer.from(lies.credentialId ?? '', 'base64url'), options.user.id];
    const credential = { id: id.length > 0 ? id : randomBytes(16), key: privateKey, userHandle };
    this.credentials.push(credential);
    // The key in the form of COSE: an elliptic curve, ES256, P-256, and its two coordinates.
    const coseKey = cbor(
      new Map<number, unknown>([
        [1, 2],
        [3, -7],
        [-1, 1],
        [-2, Buffer.from(x!, 'base64url')],
        [-3, Buffer.from(y!, 'base64url')],
      ]),
    );
    const length = Buffer.from([0, credential.id.length]);
    const attested = Buffer.concat([Buffer.alloc(16), length, credential.id, coseKey]);
    const authData = this.authenticatorData(options.rp.id, lies, attested);
    const [format, statement] = lies.attestation ?? ['none', new Map()];
    const object = new Map<string, unknown>([
      ['fmt', format],
      ['attStmt', statement],
      ['authData', authData],
    ]);
    return {
      ...credentialShape(credential.id),
      response: {
        clientDataJSON: this.clientData('webauthn.create', options.challenge, lies).toString('base64url'),
        attestationObject: cbor(object).toString('base64url'),
        transports: ['internal'],
      },
    };
  }

  /** Uses the newest passkey that is asked for, as `navigator.credentials.get` does. */
  use(options: PasskeyRequest, lies: Lies = {}): PasskeyAnswer {
    const wanted = options.allowCredentials.map(({ id }) => id);
    const isWanted = ({ id }: Credential) => wanted.length === 0 || wanted.includes(id.toString('base64url'));
    const { id, key, userHandle } = this.credentials.findLast(isWanted) ?? this.credentials.at(-1)!;
    const authData = this.authenticatorData(options.rpId, lies);
    const clientData = this.clientData('webauthn.get', options.challenge, lies);
    const hash = createHash('sha256').update(clientData).digest();
    return {
      ...credentialShape(lies.credentialId === undefined ? id : Buffer.from(lies.credentialId, 'base64url')),
      response: {
        clientDataJSON: clientData.toString('base64url'),
        authenticatorData: authData.toString('base64url'),
        signature: sign('sha256', Buffer.concat([authData, hash]), key).toString('base64url'),
        userHandle: lies.userHandle ?? userHandle,
      },
    };
  }

  private authenticatorData(rpId: string, lies: Lies, attested?: Buffer): Buffer {
    this.counter = lies.counter ?? this.counter + 1;
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(this.counter);
    const flags =
      (lies.present === false ? 0 : PRESENT) + (lies.verified === false ? 0 : VERIFIED) + (attested ? WITH_KEY : 0);
    const rpIdHash = createHash('sha256')
      .update(lies.rpId ?? rpId)
      .digest();
    return Buffer.concat([rpIdHash, Buffer.from([flags]), counter, attested ?? Buffer.alloc(0)]);
  }

  private clientData(type: string, challenge: string, lies: Lies): Buffer {
    const said = {
      type: lies.type ?? type,
      challenge: lies.challenge ?? challenge,
      origin: lies.origin ?? this.origin,
      crossOrigin: false,
    };
    return Buffer.from(JSON.stringify(said));
  }
}

function credentialShape(id: Buffer) {
  const encoded = id.toString('base64url');
  return { id: encoded, rawId: encoded, type: 'public-key' as const, clientExtensionResults: {} };
}

/** CBOR (RFC 8949), as far as authenticators need it: numbers, texts, bytes, lists and maps. */
function cbor(value: unknown): Buffer {
  if (typeof value === 'number') return value >= 0 ? head(0, value) : head(1, -1 - value);
  if (typeof value === 'string') return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
  if (value instanceof Uint8Array) return Buffer.concat([head(2, value.length), value]);
  if (Array.isArray(value)) return Buffer.concat([head(4, value.length), ...value.map(cbor)]);
  const entries = [...(value as Map<unknown, unknown>)];
  return Buffer.concat([head(5, entries.length), ...entries.flat().map(cbor)]);
}

function head(kind: number, size: number): Buffer {
  if (size < 24) return Buffer.from([(kind << 5) | size]);
  if (size < 256) return Buffer.from([(kind << 5) | 24, size]);
  return Buffer.from([(kind << 5) | 25, size >> 8, size & 0xff]);
}
