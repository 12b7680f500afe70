import { Controller, Param, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  contactListQuerySchema,
  contactPageSchema,
  contactSchema,
  type Contact,
  type ContactListQuery,
  type Page,
} from '#contracts';
import type { FastifyReply } from 'fastify';
import { CurrentPrincipal, type Principal } from '../access/principal.js';
import { ValidQuery } from '../http/request-input.js';
import { ok } from '../routes/answers.js';
import { Route } from '../routes/route.js';
import { ContactsService } from './contacts.service.js';
import { revisionTag } from './revision-tag.js';

@ApiTags('contacts')
@Controller()
export class ContactsController {
  constructor(private readonly contacts: ContactsService) {}

  @Route('GET', 'contacts', {
    role: 'viewer',
    summary: 'Find contacts',
    description: [
      'All conditions combine. `search`: every word starts a word of the name, or starts or ends the phone number (at least 4 digits for the end).',
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
    @CurrentPrincipal() { organisationId }: Principal,
    @ValidQuery() query: ContactListQuery,
  ): Promise<Page<Contact>> {
    return this.contacts.list(organisationId, query);
  }

  @Route('GET', 'accounts/:accountId/contacts/:phone', {
    role: 'viewer',
    summary: 'Read one contact',
    answer: ok(contactSchema, { headers: { ETag: 'The revision in quotes, for `If-Match`.' } }),
    problems: ['account_not_found', 'contact_not_found'],
  })
  async readContact(
    @CurrentPrincipal() { organisationId }: Principal,
    @Param('accountId') accountId: string,
    @Param('phone') phone: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Contact> {
    const contact = await this.contacts.one(organisationId, accountId, phone);
    void reply.header('ETag', revisionTag(contact));
    return contact;
  }
}
