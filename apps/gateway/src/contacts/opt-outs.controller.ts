import { Controller, Param, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { contactSchema, optOutRequestSchema, type Contact, type OptOutRequest } from '#contracts';
import type { FastifyReply } from 'fastify';
import { CurrentPrincipal, type Principal } from '../access/principal.js';
import { JsonBody } from '../http/request-input.js';
import { ok } from '../routes/answers.js';
import { Route } from '../routes/route.js';
import { ContactsService } from './contacts.service.js';
import { revisionTag } from './revision-tag.js';

const ANSWER = ok(contactSchema, { headers: { ETag: 'The revision in quotes, for `If-Match`.' } });

/** The mark "do not contact" of a contact. Whoever edits contacts may set it; taking it off is for administrators. */
@ApiTags('contacts')
@Controller()
export class OptOutsController {
  constructor(private readonly contacts: ContactsService) {}

  @Route('POST', 'accounts/:accountId/contacts/:phone/opt-out', {
    role: 'editor',
    scope: 'contacts.write',
    audit: 'contact.opted_out',
    lasting: true,
    summary: 'Mark a contact as "do not contact"',
    description:
      'No campaign reaches the contact from now on. `scope=account` (the default) is for this account; `scope=organisation` is for all accounts of the organisation, and holds for the same phone number in other accounts too, also where it becomes a contact later. A mark that is as wide already stays, with its time, author and reason; a wider one replaces it. Imports never take the mark off unless `optOut=clear` is stated.',
    body: optOutRequestSchema,
    answer: ANSWER,
    problems: ['account_not_found', 'contact_not_found'],
  })
  async optOut(
    @CurrentPrincipal() principal: Principal,
    @Param('accountId') accountId: string,
    @Param('phone') phone: string,
    @JsonBody() body: OptOutRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Contact> {
    const contact = await this.contacts.mark(principal, accountId, phone, body);
    void reply.header('ETag', revisionTag(contact));
    return contact;
  }

  @Route('POST', 'accounts/:accountId/contacts/:phone/opt-in', {
    role: 'admin',
    scope: 'contacts.write',
    audit: 'contact.opted_in',
    lasting: true,
    summary: 'Take the mark "do not contact" off',
    description:
      'A mark for all accounts of the organisation is taken off in all of them. A contact without the mark stays as it is.',
    answer: ANSWER,
    problems: ['account_not_found', 'contact_not_found'],
  })
  async optIn(
    @CurrentPrincipal() principal: Principal,
    @Param('accountId') accountId: string,
    @Param('phone') phone: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Contact> {
    const contact = await this.contacts.mark(principal, accountId, phone, null);
    void reply.header('ETag', revisionTag(contact));
    return contact;
  }
}
