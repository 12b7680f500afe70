import { Controller, Param, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  contactHistoryQuerySchema,
  contactHistorySchema,
  contactListQuerySchema,
  contactPageSchema,
  contactSchema,
  personSchema,
  type Contact,
  type ContactHistory,
  type ContactHistoryQuery,
  type ContactListQuery,
  type Page,
  type Person,
} from '#contracts';
import type { FastifyReply } from 'fastify';
import { CurrentPrincipal, type Principal } from '../access/principal.js';
import { ValidQuery } from '../http/request-input.js';
import { ok } from '../routes/answers.js';
import { Route } from '../routes/route.js';
import { ContactHistoryService } from './contact-history.service.js';
import { ContactsService } from './contacts.service.js';
import { revisionTag } from './revision-tag.js';

@ApiTags('contacts')
@Controller()
export class ContactsController {
  constructor(
    private readonly contacts: ContactsService,
    private readonly history: ContactHistoryService,
  ) {}

  @Route('GET', 'contacts', {
    role: 'viewer',
    scope: 'contacts.read',
    summary: 'Find contacts',
    description: [
      'All conditions combine. `search`: every word starts a word of the name, or starts or ends the phone number (at least 4 digits for the end). A text that is a phone number as a file may have it (`+34 600 111 222`, `wa.me/34600111222`), with at least 6 digits, also finds the contacts whose number starts or ends with it.',
      '`tag`, `notTag`, `hasValue`, `notHasValue` name a tag or a value; `value` and `notValue` are `name:value`, where a colon or backslash inside the name is written `\\:` or `\\\\`. These may be repeated.',
      '`import` finds the contacts that this import was the last to create or change.',
      '`segmentId` is a saved segment: contacts have to meet its conditions as well, and belong to its account if it has one.',
      '`match` joins the *has* and *is* conditions; `search` and every *not* always apply. Counts are exact up to 10,000 unless `count=exact`.',
    ].join('\n\n'),
    query: contactListQuerySchema,
    queryExamples: { search: 'Jane', tag: ['dog'], notValue: ['gender:male'] },
    answer: contactPageSchema,
    problems: [
      'invalid_cursor',
      'account_not_found',
      'segment_not_found',
      'segment_of_other_account',
      'segment_not_combinable',
    ],
  })
  listContacts(
    @CurrentPrincipal() principal: Principal,
    @ValidQuery() query: ContactListQuery,
  ): Promise<Page<Contact>> {
    return this.contacts.list(principal, query);
  }

  @Route('GET', 'contacts/:phone', {
    role: 'viewer',
    scope: 'contacts.read',
    summary: 'Find one person in all accounts',
    description:
      'The contacts with this phone number in all accounts of the organisation, in the order of the accounts: since when each account has it (`createdAt`), its tags and values; and every tag with the accounts that have it. The number may be written as in a file.',
    answer: personSchema,
    problems: ['contact_not_found'],
  })
  readPerson(@CurrentPrincipal() principal: Principal, @Param('phone') phone: string): Promise<Person> {
    return this.contacts.person(principal, phone);
  }

  @Route('GET', 'accounts/:accountId/contacts/:phone', {
    role: 'viewer',
    scope: 'contacts.read',
    summary: 'Read one contact',
    description:
      'The number may be written as in a file: `+34 600 111 222`, `wa.me/34600111222`, percent-encoded. A contact whose number is stored exactly so comes first. When the text is no number, `errors` says why.',
    answer: ok(contactSchema, { headers: { ETag: 'The revision in quotes, for `If-Match`.' } }),
    problems: ['account_not_found', 'contact_not_found'],
  })
  async readContact(
    @CurrentPrincipal() principal: Principal,
    @Param('accountId') accountId: string,
    @Param('phone') phone: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Contact> {
    const contact = await this.contacts.one(principal, accountId, phone);
    void reply.header('ETag', revisionTag(contact));
    return contact;
  }

  @Route('GET', 'accounts/:accountId/contacts/:phone/history', {
    role: 'viewer',
    scope: 'contacts.read',
    summary: 'Read how a contact changed',
    description:
      'Newest first: when, by which row of an import, which person or key, with which tag change, and each field that changed, before and after. `next` is the `after` of the next page. Changes are kept for `keptDays` days (0: for ever); `isComplete` says whether all since the contact was created are there.',
    query: contactHistoryQuerySchema,
    answer: contactHistorySchema,
    problems: ['account_not_found', 'contact_not_found'],
  })
  readHistory(
    @CurrentPrincipal() principal: Principal,
    @Param('accountId') accountId: string,
    @Param('phone') phone: string,
    @ValidQuery() query: ContactHistoryQuery,
  ): Promise<ContactHistory> {
    return this.history.read(principal, accountId, phone, query);
  }
}
