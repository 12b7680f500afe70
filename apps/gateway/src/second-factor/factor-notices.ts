import { Injectable } from '@nestjs/common';
import { AccessRepository } from '#persistence';
import { currentLanguage } from '../http/language.js';
import { factorLetter, type FactorChange } from '../mail/letters.js';
import { MailService } from '../mail/mail.service.js';

/** Tells people by mail, where one can be sent, that their second factor has changed. */
@Injectable()
export class FactorNotices {
  constructor(
    private readonly access: AccessRepository,
    private readonly mail: MailService,
  ) {}

  async tell(
    { id, organisationId }: { id: string; organisationId: string },
    change: FactorChange,
    requestId: string,
  ): Promise<void> {
    if (!this.mail.isConfigured) return;
    const user = await this.access.findUser(organisationId, id);
    if (user) this.mail.post(factorLetter(user, change, new Date(), currentLanguage()), requestId);
  }
}
