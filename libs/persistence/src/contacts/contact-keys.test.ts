import { describe, expect, it } from 'vitest';
import { contactKeys } from './contact-keys.js';

describe('the derived keys of a contact', () => {
  /**
   * When this fails, the rule has changed, and contacts that are stored have keys by the old one. Add a migration that
   * rebuilds them (CONTRIBUTING.md, "Adding a migration"), and then change the expectation.
   */
  it('are as in all builds since the last migration that rebuilt them', () => {
    const keys = contactKeys(
      '34600111222',
      {
        name: ' Ángel  O’Neill-Müller ßtraße Ⅻ 李小龙 e\u0301',
        tags: ['CAFÉ', 'a=b', 'x'.repeat(300), 'İstanbul'],
        values: [
          { name: 'City\\=x', value: ' León ' },
          { name: 'note', value: 'ß'.repeat(120) },
        ],
      },
      'import-1',
    );
    expect(keys).toEqual({
      facets: [
        't:café',
        't:a=b',
        't#xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx#fd1UUpZLJuP2CTonfF6IKQ',
        't:i\u0307stanbul',
        String.raw`v:city\\\=x`,
        String.raw`v:city\\\=x=león`,
        'v:note',
        'v#note=sssssssssssssssssssssssssss#ybrXIh3_a_jiLeXbAEjc0i',
        'i:import-1',
      ],
      nameKey: ' angel  o’neill-muller sstrasse ⅻ 李小龙 e',
      reversedPhone: '22211100643',
      terms: ['angel', 'o', 'neill', 'muller', 'sstrasse', 'ⅻ', '李小龙', 'e'],
    });
  });
});
