import type {
  AccountCreate,
  AccountPatch,
  ApiKey,
  ApiKeyCreate,
  AuditEntry,
  Author,
  DeadLetter,
  DeadLetterReplay,
  FirstAdministrator,
  Invitation,
  InvitationAccept,
  Member,
  MemberInvite,
  MemberPatch,
  NewApiKey,
  NewInvitation,
  Page,
  SessionWays,
  WhatsappConnect,
  WhatsappConnection,
} from '#contracts';

const page = <T>(item: T): Page<T> => ({ items: [item], next: null, count: { value: 1, exact: true } });

const apiKey: ApiKey = {
  id: '0197c5a0-6666-7000-8000-000000000006',
  name: 'Nightly import',
  role: 'editor',
  createdAt: '2026-11-20T09:00:00.000Z',
  lastUsedAt: '2026-11-22T02:00:00.000Z',
  revokedAt: null,
};

const member: Member = {
  id: '0197c5a0-3333-7000-8000-000000000003',
  name: 'Ana García',
  email: 'ana@example.org',
  role: 'editor',
  createdAt: '2026-11-20T09:00:00.000Z',
};

const invitation: Invitation = {
  id: '0197c5a0-7777-7000-8000-000000000007',
  email: 'li@example.org',
  role: 'viewer',
  createdAt: '2026-11-22T10:00:00.000Z',
  expiresAt: '2026-11-24T10:00:00.000Z',
};

const connection: WhatsappConnection = {
  id: '0197c5a0-9999-7000-8000-000000000009',
  businessAccountId: '102290129340398',
  state: 'connected',
  detail: null,
  createdAt: '2026-11-20T09:00:00.000Z',
  checkedAt: '2026-11-22T10:15:00.000Z',
};

const deadLetter: DeadLetter = {
  id: '0197c5a0-aaaa-7000-8000-00000000000a',
  event: 'ContactUpserted',
  subscriber: 'contacts',
  importId: '0197c5a0-2222-7000-8000-000000000002',
  batch: 17,
  reason: 'the organisation has no such account',
  attempts: 8,
  failedAt: '2026-11-22T10:21:30.000Z',
};

/** Examples of keys, members and invitations for the OpenAPI document. */
export const accessExamples = {
  sessionWays: { oidc: { name: 'Example Ltd', url: '/v1/session/oidc' } } satisfies SessionWays,
  deadLetters: page<DeadLetter>(deadLetter),
  deadLetterReplay: { ids: [deadLetter.id] } satisfies DeadLetterReplay,
  audit: page<AuditEntry>({
    id: '0197c5a0-8888-7000-8000-000000000008',
    at: '2026-11-22T10:20:05.000Z',
    actor: { kind: 'user', id: member.id },
    action: 'export.downloaded',
    targets: ['0197c5a0-5555-7000-8000-000000000005'],
    requestId: '0197c5a2-6e1f-4f7e-9a55-3c1d2b7f8e90',
  }),
  author: { kind: 'user', id: member.id, name: member.name } satisfies Author,
  accountCreate: {
    phoneNumber: '34911222333',
    phoneNumberId: '106540352242922',
    displayName: 'Sales Spain',
    status: 'active',
  } satisfies AccountCreate,
  accountPatch: { displayName: 'Sales Iberia' } satisfies AccountPatch,
  connection,
  connections: page(connection),
  connect: { businessAccountId: connection.businessAccountId, token: 'EAAG…' } satisfies WhatsappConnect,
  apiKey,
  apiKeys: page(apiKey),
  apiKeyCreate: { name: 'Nightly import', role: 'editor' } satisfies ApiKeyCreate,
  newApiKey: { ...apiKey, lastUsedAt: null, key: `ck_${'x'.repeat(43)}` } satisfies NewApiKey,
  member,
  members: page(member),
  memberInvite: { email: 'li@example.org', role: 'viewer' } satisfies MemberInvite,
  memberPatch: { role: 'admin' } satisfies MemberPatch,
  invitations: page(invitation),
  newInvitation: {
    ...invitation,
    link: `https://contacts.example.org/welcome#invitation=${'x'.repeat(43)}`,
  } satisfies NewInvitation,
  invitationAccept: {
    token: 'x'.repeat(43),
    name: 'Li Wei',
    password: 'correct horse battery staple',
  } satisfies InvitationAccept,
  firstAdministrator: {
    token: 'x'.repeat(43),
    organisation: 'Example Ltd',
    name: 'Ana García',
    email: 'ana@example.org',
    password: 'correct horse battery staple',
  } satisfies FirstAdministrator,
};
