import { describe, expect, it } from 'vitest';
import { requireAllowedUrl } from './allowed-url.js';

const refusal = (url: string, config: Parameters<typeof requireAllowedUrl>[1]) => {
  try {
    requireAllowedUrl(url, config);
    return null;
  } catch (error) {
    return (error as { code: string }).code;
  }
};

describe('requireAllowedUrl', () => {
  it.each([
    'http://hooks.example.org/contacts',
    'https://127.0.0.1/',
    'https://2130706433/',
    'https://0x7f.1/',
    'https://[::1]:8443/',
    'https://[::ffff:10.0.0.1]/',
    'https://169.254.169.254/latest/meta-data',
    'https://localhost/',
    'https://mongo:27017/',
  ])('refuses %s in production', (url) => {
    expect(refusal(url, { NODE_ENV: 'production' })).toBe('invalid_request');
    expect(refusal(url, { NODE_ENV: 'development' })).toBeNull();
    expect(refusal(url, { NODE_ENV: 'production', WEBHOOK_PRIVATE_ADDRESSES: true })).toBeNull();
  });

  it.each(['https://hooks.example.org/contacts', 'https://8.8.8.8:8443/', 'https://[2606:4700::1111]/'])(
    'takes %s',
    (url) => expect(refusal(url, { NODE_ENV: 'production' })).toBeNull(),
  );
});
