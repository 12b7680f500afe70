import { describe, expect, it } from 'vitest';
import { translator } from '../../i18n/text.js';
import { changeLines } from './change-lines.js';

describe('the lines of a change', () => {
  it('say what was added, removed and changed', () => {
    const mark = {
      scope: 'account',
      at: '2026-11-22T10:15:00.000Z',
      by: { kind: 'user', id: 'ana' },
      reason: null,
    } as const;
    const changes = {
      name: { before: 'Jane', after: 'Jané' },
      tags: { before: ['cat', 'dog'], after: ['dog', 'vip', 'new'] },
      values: [
        { name: 'city', before: 'Lugo', after: 'Vigo' },
        { name: 'age', before: null, after: '40' },
        { name: 'pet', before: 'cat', after: null },
      ],
      optOut: { before: null, after: mark },
    };
    expect(changeLines(changes, translator('en'))).toEqual([
      'Name: Jane → Jané',
      'Tags added: vip, new',
      'Tags removed: cat',
      'city: Lugo → Vigo',
      'age: added, 40',
      'pet: removed, it was cat',
      'Marked as “do not contact”',
    ]);
    expect(changeLines({ optOut: { before: mark, after: null } }, translator('es'))).toEqual([
      'Se quitó la marca «no contactar»',
    ]);
  });
});
