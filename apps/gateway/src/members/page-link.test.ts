import { describe, expect, it } from 'vitest';
import { pageLink } from './page-link.js';

describe('pageLink', () => {
  it('puts the secret behind the #', () => {
    const config = { PUBLIC_URL: 'https://contacts.example.org/', HOST: '0.0.0.0', PORT: 3000 };
    expect(pageLink(config, '/welcome', { token: 'a_b-c' })).toBe('https://contacts.example.org/welcome#token=a_b-c');
  });

  it('takes its own address when no other is known', () => {
    const config = { PUBLIC_URL: undefined, HOST: '127.0.0.1', PORT: undefined };
    expect(pageLink(config, '/welcome', { token: 'x' })).toBe('http://127.0.0.1:3000/welcome#token=x');
  });
});
