import { Controller, Param, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { erasureSchema, personalDataSchema, type Erasure, type PersonalData } from '#contracts';
import type { FastifyReply } from 'fastify';
import { CurrentPrincipal, type Principal } from '../access/principal.js';
import { Downloads, type Downloading } from '../audit/downloading.js';
import { ok } from '../routes/answers.js';
import { Route } from '../routes/route.js';
import { PersonalDataService } from './personal-data.service.js';

/** What a person may ask of whoever has data about them. For administrators. */
@ApiTags('contacts')
@Controller('contacts')
export class PersonalDataController {
  constructor(private readonly data: PersonalDataService) {}

  @Route('GET', ':phone/data', {
    role: 'admin',
    scope: 'admin',
    download: true,
    audit: 'contact.data_downloaded',
    summary: 'Download all that is known of a person',
    description:
      'The contacts with this phone number in all accounts of the organisation, how each changed as far as that is kept, the marks "do not contact", the entries of the audit log about the imports and orders that wrote them, and what else may have data of the person (`copies`), until when. The number may be written as in a file.',
    answer: ok(personalDataSchema, { headers: { 'Content-Disposition': 'A file name.' } }),
    problems: ['contact_not_found'],
  })
  async readData(
    @CurrentPrincipal() principal: Principal,
    @Param('phone') phone: string,
    @Downloads() downloading: Downloading,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PersonalData> {
    const data = await this.data.read(principal, phone);
    downloading({ filter: null, count: data.contacts.length });
    void reply.header('Content-Disposition', 'attachment; filename="person.json"');
    return data;
  }

  @Route('POST', ':phone/erasure', {
    role: 'admin',
    scope: 'admin',
    audit: 'contact.erased',
    lasting: true,
    summary: 'Erase what is known of a person',
    description: [
      'In all accounts of the organisation, the contacts with this phone number lose their name (it becomes `—`), tags, values, history and reports of senders. A contact is never deleted: the number stays, marked "do not contact" for all accounts, with `erased`. It cannot be undone.',
      'From then on, rows and edits that name the number are refused with `contact_erased`, until an administrator takes the mark off. Webhooks get `ContactErased`. Frozen audiences of campaigns lose the number too, as soon as the campaigns service hears of it; `erased` of the campaign counts such people.',
      'Files and events that were made before may still have the data, and so may names and conditions that somebody wrote, such as those of a segment. `copies` names them, and when each is removed; `null` is not by itself.',
    ].join('\n\n'),
    answer: erasureSchema,
    problems: ['contact_not_found'],
  })
  erase(@CurrentPrincipal() principal: Principal, @Param('phone') phone: string): Promise<Erasure> {
    return this.data.erase(principal, phone);
  }
}
