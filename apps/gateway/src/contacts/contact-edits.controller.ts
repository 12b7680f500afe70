import { Controller, Headers, HttpStatus, Param, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  contactCreateSchema,
  contactPatchSchema,
  contactSchema,
  reachabilityReportSchema,
  type Contact,
  type ContactCreate,
  type ContactPatch,
  type ReachabilityReport,
} from '#contracts';
import type { FastifyReply } from 'fastify';
import { CurrentPrincipal, type Principal } from '../access/principal.js';
import { JsonBody } from '../http/request-input.js';
import { created, ok } from '../routes/answers.js';
import { Route } from '../routes/route.js';
import { ContactsService } from './contacts.service.js';
import { readIfMatch, revisionTag } from './revision-tag.js';

const ETAG = { ETag: 'The revision in quotes, for `If-Match`.' };

@ApiTags('contacts')
@Controller()
export class ContactEditsController {
  constructor(private readonly contacts: ContactsService) {}

  @Route('POST', 'accounts/:accountId/contacts', {
    role: 'editor',
    scope: 'contacts.write',
    audit: 'contact.edited',
    lasting: true,
    summary: 'Add one contact',
    description:
      'By the rules of a row of an import. A contact that is there already is updated (200): `tags` replaces its tags, `values` sets those that it names (`null` removes one), and what is left out stays.',
    body: contactCreateSchema,
    answer: {
      ...created(contactSchema),
      description: 'The contact is new.',
      also: { 200: 'The account knew the phone number.' },
      headers: { ...ETAG, Location: 'Where the contact is.' },
    },
    problems: ['invalid_contact', 'account_not_found', 'no_active_account', 'too_many_contacts'],
  })
  async addContact(
    @CurrentPrincipal() principal: Principal,
    @Param('accountId') accountId: string,
    @JsonBody() body: ContactCreate,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Contact> {
    const { contact, created: isNew } = await this.contacts.put(principal, accountId, body);
    void reply
      .status(isNew ? HttpStatus.CREATED : HttpStatus.OK)
      .header('ETag', revisionTag(contact))
      .header('Location', `/v1/accounts/${accountId}/contacts/${contact.phone}`);
    return contact;
  }

  @Route('PATCH', 'accounts/:accountId/contacts/:phone', {
    role: 'editor',
    scope: 'contacts.write',
    audit: 'contact.edited',
    lasting: true,
    summary: 'Change one contact',
    description: [
      'What is left out stays. `tags` is the new list, or `{add, remove}`; `values` sets those that it names, and `null` removes one.',
      'With `If-Match` and the `ETag` of an earlier answer, a contact that somebody changed since is left alone (412). A change that is in effect already answers 200.',
    ].join('\n\n'),
    body: contactPatchSchema,
    answer: ok(contactSchema, { headers: ETAG }),
    problems: ['invalid_contact', 'account_not_found', 'contact_not_found', 'no_active_account', 'revision_mismatch'],
  })
  async changeContact(
    @CurrentPrincipal() principal: Principal,
    @Param('accountId') accountId: string,
    @Param('phone') phone: string,
    @JsonBody() body: ContactPatch,
    @Headers('if-match') ifMatch: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Contact> {
    const contact = await this.contacts.patch(principal, accountId, phone, body, readIfMatch(ifMatch));
    void reply.header('ETag', revisionTag(contact));
    return contact;
  }

  @Route('POST', 'accounts/:accountId/contacts/:phone/reachability', {
    role: 'editor',
    scope: 'contacts.write',
    audit: 'contact.reachability_reported',
    lasting: true,
    summary: 'Report whether a number can be reached',
    description:
      'What a sender learned: `usable`, or `unusable` with the reason. No campaign reaches a number that is known to be unusable. Imports leave it alone; the next report replaces it. Saying it again changes nothing.',
    body: reachabilityReportSchema,
    answer: ok(contactSchema, { headers: ETAG }),
    problems: ['account_not_found', 'contact_not_found'],
  })
  async reportReachability(
    @CurrentPrincipal() principal: Principal,
    @Param('accountId') accountId: string,
    @Param('phone') phone: string,
    @JsonBody() body: ReachabilityReport,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Contact> {
    const contact = await this.contacts.report(principal, accountId, phone, body);
    void reply.header('ETag', revisionTag(contact));
    return contact;
  }
}
