import { describe, expect, it } from 'vitest';
import { contactEditJobSchema } from './contact-edit.js';
import { contactChangedSchema } from './events.js';
import { reachabilityReportSchema } from './contact.js';

const ID = '0197c5a0-1111-7000-8000-000000000001';

/** Messages queued by earlier versions, which did not know reachability. */
describe('messages from before reachability', () => {
  it('ContactChanged is read as it was', () => {
    const event = {
      organisationId: ID,
      accountId: ID,
      contacts: [
        {
          phone: '44687985632',
          revision: 1,
          name: 'Jane',
          tags: ['dog'],
          values: [],
          changedBy: { kind: 'import', id: ID, row: 2 },
        },
      ],
    };
    expect(contactChangedSchema.parse(event)).toEqual(event);
  });

  it('a contact edit is read as it was', () => {
    const job = {
      organisationId: ID,
      accountId: ID,
      phone: '44687985632',
      edit: { name: 'Jane', tags: { replace: null, add: [], remove: [] }, values: [] },
      mayCreate: true,
      revisions: null,
      changedBy: { kind: 'key', id: ID },
    };
    expect(contactEditJobSchema.parse(job)).toEqual(job);
  });
});

describe('a report', () => {
  it.each([
    [{ status: 'unusable' }],
    [{ status: 'unusable', reason: ' ' }],
    [{ status: 'unusable', reason: 'x'.repeat(257) }],
    [{ status: 'usable', reason: 'fine' }],
    [{ status: 'maybe' }],
    [{}],
    [null],
  ])('%j is refused', (body) => {
    expect(reachabilityReportSchema.safeParse(body).success).toBe(false);
  });
});
