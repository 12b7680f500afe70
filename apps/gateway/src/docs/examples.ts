import type {
  Account,
  Audience,
  Campaign,
  CampaignCreate,
  CampaignMember,
  CampaignPatch,
  CampaignSchedule,
  CatalogueEntry,
  Contact,
  Export,
  ExportRequest,
  Import,
  ImportStart,
  ImportStatistics,
  Me,
  Page,
  Reach,
  ReachabilityReport,
  ReachRequest,
  SignIn,
  TagChange,
  TagChangeRequest,
} from '#contracts';

const ORGANISATION_ID = '0197c5a0-1111-7000-8000-000000000001';
const ACCOUNT_ID = '0197c5a0-2222-7000-8000-000000000002';
const USER_ID = '0197c5a0-3333-7000-8000-000000000003';
const IMPORT_ID = '0197c5a0-4444-7000-8000-000000000004';
const EXPORT_ID = '0197c5a0-5555-7000-8000-000000000005';

const account: Account = {
  id: ACCOUNT_ID,
  phoneNumber: '34911222333',
  phoneNumberId: '106540352242922',
  displayName: 'Sales Spain',
  status: 'active',
};

const contact: Contact = {
  accountId: ACCOUNT_ID,
  phone: '44687985632',
  name: 'Jane Smith',
  tags: ['cat', 'dog'],
  values: { gender: 'female', city: 'london' },
  revision: 3,
  createdAt: '2026-11-20T09:30:00.000Z',
  updatedAt: '2026-11-22T10:15:00.000Z',
  changedBy: { kind: 'import', id: IMPORT_ID, row: 2 },
  reachability: null,
};

const anImport: Import = {
  id: IMPORT_ID,
  accountId: ACCOUNT_ID,
  fileName: 'customers.csv',
  fileSize: 6_291_456,
  format: 'csv',
  status: 'importing',
  options: { start: 'auto', blankCells: 'keep', blankColumns: 'clear', tagsMode: 'replace' },
  rows: 100_000,
  processed: 40_000,
  counts: { created: 31_000, updated: 6_000, unchanged: 2_500, duplicate: 400, rejected: 100, unprocessed: 0 },
  rowsPerSecond: 8_000,
  secondsLeft: 8,
  waitingFor: null,
  stalled: false,
  columns: [
    { name: 'id', kind: 'id', blank: false, contactsAffected: null },
    { name: 'name', kind: 'name', blank: false, contactsAffected: null },
    { name: 'city', kind: 'value', blank: true, contactsAffected: 18_204 },
  ],
  preview: [['44687985632', 'Jane Smith', '']],
  forecast: null,
  warnings: [],
  error: null,
  effect: null,
  createdAt: '2026-11-22T10:14:40.000Z',
  startedAt: '2026-11-22T10:14:52.000Z',
  finishedAt: null,
  history: [
    { status: 'uploaded', at: '2026-11-22T10:14:40.000Z' },
    { status: 'checking', at: '2026-11-22T10:14:41.000Z' },
    { status: 'ready', at: '2026-11-22T10:14:52.000Z' },
    { status: 'importing', at: '2026-11-22T10:14:52.000Z' },
  ],
  createdBy: { kind: 'user', id: USER_ID },
};

const exportRequest: ExportRequest = {
  filter: {
    accountId: ACCOUNT_ID,
    search: 'Jane',
    tag: ['dog'],
    notTag: [],
    value: [],
    notValue: ['gender:male'],
    hasValue: [],
    notHasValue: [],
    match: 'all',
  },
  format: 'csv',
};

const anExport: Export = {
  id: EXPORT_ID,
  accountId: ACCOUNT_ID,
  filter: exportRequest.filter,
  format: 'csv',
  status: 'completed',
  rows: 1_204,
  expectedRows: 1_204,
  rowsPerSecond: 52_000,
  fileSize: 61_440,
  sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  fileName: 'contacts-sales-spain-2026-11-22.csv',
  error: null,
  createdAt: '2026-11-22T10:20:00.000Z',
  finishedAt: '2026-11-22T10:20:01.000Z',
  expiresAt: '2026-11-25T10:20:01.000Z',
};

const { accountId: _, ...segment } = exportRequest.filter;

const reach: Reach = {
  count: 1_198,
  excluded: [
    { reason: 'no_tag_or_value', count: 0 },
    { reason: 'unusable_number', count: 6 },
    { reason: 'account_inactive', count: 0 },
  ],
  upTo: '2026-11-22T10:20:00.000Z',
  behind: { eventsWaiting: 0, oldestSeconds: null },
};

const campaign: Campaign = {
  id: '0197c5a0-7777-7000-8000-000000000007',
  name: 'Summer sale',
  accountId: ACCOUNT_ID,
  segment,
  state: 'scheduled',
  scheduledAt: '2026-11-23T09:00:00.000Z',
  reach,
  warnings: [
    {
      code: 'import_under_way',
      message: 'An import into this account is under way, so the reach is still changing.',
    },
  ],
  error: null,
  createdAt: '2026-11-22T10:20:00.000Z',
  frozenAt: null,
  finishedAt: null,
  createdBy: { kind: 'user', id: USER_ID },
};

const tagChangeRequest: TagChangeRequest = { filter: exportRequest.filter, add: ['summer'], remove: ['spring'] };

const tagChange: TagChange = {
  id: '0197c5a0-6666-7000-8000-000000000006',
  accountId: ACCOUNT_ID,
  ...tagChangeRequest,
  status: 'running',
  processed: 1_000,
  expected: 1_204,
  counts: { updated: 970, unchanged: 28, rejected: 2 },
  contactsPerSecond: 4_000,
  error: null,
  createdAt: '2026-11-22T10:20:00.000Z',
  startedAt: '2026-11-22T10:20:00.100Z',
  finishedAt: null,
  createdBy: { kind: 'user', id: USER_ID },
};

const page = <T>(item: T): Page<T> => ({ items: [item], next: null, count: { value: 1, exact: true } });

/** One consistent set of examples for the OpenAPI document. A test holds them against the contracts. */
export const examples = {
  account,
  accounts: page(account),
  contact,
  contacts: {
    items: [contact],
    next: 'WyJwaG9uZSIsIiIsIjQ0Njg3OTg1NjMyIl0',
    count: { value: 10_000, exact: false },
  } satisfies Page<Contact>,
  contactCreate: { phone: '+44 687 985632', name: 'Jane Smith', tags: ['cat', 'dog'], values: { city: 'london' } },
  contactPatch: { tags: { add: ['vip'], remove: ['cat'] }, values: { city: 'Madrid', gender: null } },
  reachabilityReport: { status: 'unusable', reason: 'not on WhatsApp' } satisfies ReachabilityReport,
  catalogue: page<CatalogueEntry>({ kind: 'value', name: 'city', value: 'London', contacts: 10_000, exact: false }),
  tagChangeRequest,
  tagChange,
  tagChanges: page(tagChange),
  import: anImport,
  imports: page(anImport),
  importStatistics: {
    from: '2026-08-25',
    to: '2026-11-22',
    accounts: [
      {
        accountId: ACCOUNT_ID,
        createdBefore: 20_310,
        days: [{ date: '2026-11-20', imports: { completed: 2, rejected: 1 }, created: 31_000, updated: 6_000 }],
      },
    ],
  } satisfies ImportStatistics,
  largestTags: page<CatalogueEntry>({ kind: 'tag', name: 'dog', contacts: 20_114, exact: true }),
  importStart: { blankColumns: 'keep' } satisfies ImportStart,
  exportRequest,
  export: anExport,
  exports: page(anExport),
  audience: {
    accountId: ACCOUNT_ID,
    contacts: 52_310,
    reachable: 49_877,
    excluded: [
      { reason: 'no_tag_or_value', count: 2_410 },
      { reason: 'unusable_number', count: 23 },
      { reason: 'account_inactive', count: 0 },
    ],
    tags: [
      { tag: 'dog', count: 20_114 },
      { tag: 'cat', count: 17_020 },
    ],
    upTo: '2026-11-22T10:15:02.000Z',
    behind: { eventsWaiting: 3, oldestSeconds: 0.4 },
  } satisfies Audience,
  campaign,
  campaigns: page(campaign),
  campaignCreate: { name: campaign.name, accountId: ACCOUNT_ID, segment } satisfies CampaignCreate,
  campaignPatch: { name: 'Summer sale, last days' } satisfies CampaignPatch,
  campaignSchedule: { scheduledAt: '2026-11-23T09:00:00.000Z' } satisfies CampaignSchedule,
  campaignMembers: {
    items: [{ phone: contact.phone }],
    next: contact.phone,
    count: { value: 1_198, exact: true },
  } satisfies Page<CampaignMember>,
  reachRequest: { accountId: ACCOUNT_ID, segment } satisfies ReachRequest,
  reach,
  signIn: { email: 'ana@example.org', password: 'correct horse battery staple' } satisfies SignIn,
  me: {
    kind: 'user',
    id: USER_ID,
    name: 'Ana García',
    role: 'editor',
    organisation: { id: ORGANISATION_ID, name: 'Example Ltd' },
  } satisfies Me,
};
