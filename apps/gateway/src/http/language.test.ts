import { describe, expect, it } from 'vitest';
import { coded } from '#contracts';
import { inLanguage, inWords, languageOf } from './language.js';

it.each([
  [undefined, 'en'],
  ['', 'en'],
  ['es', 'es'],
  ['ES-mx', 'es'],
  ['es-ES,es;q=0.9,en;q=0.8', 'es'],
  ['en-GB, es;q=0.9', 'en'],
  ['fr, es;q=0.5, en;q=0.4', 'es'],
  ['es;q=0.3, en; q=0.7', 'en'],
  ['es;q=0', 'en'],
  ['fr', 'en'],
  ['*', 'en'],
  ['*;q=0.1, es;q=0.2', 'es'],
  ['es;q=x', 'en'],
  ['constructor', 'en'],
  [';;,,=', 'en'],
])('Accept-Language %j: %s', (header, language) => expect(languageOf(header)).toBe(language));

describe('what is stored of a sentence', () => {
  it('becomes one in the language of the request', () => {
    expect(inLanguage('es', () => inWords(coded('hidden_rows', { count: 1200 })))).toEqual({
      code: 'hidden_rows',
      message: 'La hoja oculta 1.200 filas; las filas ocultas también se importan.',
      with: { count: 1200 },
    });
  });

  it('is in English where nobody asks for a language', () => {
    expect(inWords(coded('hidden_rows', { count: 1 })).message).toContain('hides 1 row;');
  });

  it('is shown as it is when it was stored as a sentence', () => {
    const before = { code: 'hidden_rows', message: 'The sheet hides 12 rows; hidden rows are imported too.' };
    expect(inLanguage('es', () => inWords(before))).toEqual(before);
  });

  it('shows no more than the code when a newer build stored it', () => {
    expect(inWords({ code: 'yet_to_come/somehow' })).toEqual({ code: 'yet_to_come', message: 'yet_to_come' });
  });
});
