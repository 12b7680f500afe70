import { describe, expect, it } from 'vitest';
import { signatureHeaders } from './sign-message.js';

describe('signatureHeaders', () => {
  // Computed with openssl: printf 'msg_1.1614265330.{"test": 2432232314}' | openssl dgst -sha256 -mac HMAC -macopt
  // hexkey:…
  it('signs id, time and body with the key that the secret holds', () => {
    const secret = 'whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=';
    expect(signatureHeaders(secret, 'msg_1', new Date(1614265330_999), '{"test": 2432232314}')).toEqual({
      'webhook-id': 'msg_1',
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,GWvjEzx3AphU7wha3hNZPXJnymF9Fg+ZdvPQqWPOjZ0=',
    });
  });
});
