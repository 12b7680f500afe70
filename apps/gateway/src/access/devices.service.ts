import { Inject, Injectable } from '@nestjs/common';
import { AccessRepository, DevicesRepository } from '#persistence';
import { CONFIG, hashToken, newToken, type Config } from '#platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AuditService } from '../audit/audit.service.js';
import { currentLanguage } from '../http/language.js';
import { OwnCookie } from '../http/own-cookie.js';
import { newDeviceLetter } from '../mail/letters.js';
import { MailService } from '../mail/mail.service.js';
import { clientOf } from './client.js';
import type { UserPrincipal } from './principal.js';
import { readUserAgent } from './read-user-agent.js';

const COOKIE = new OwnCookie('contacts_device', { path: '/v1/session', sameSite: 'lax' });
const DAY_SECONDS = 86_400;
/** Browsers keep no cookie for longer. */
const DAYS = 400;

/** Knows the browsers in which people have signed in, and tells them of a sign-in in another one. */
@Injectable()
export class DevicesService {
  constructor(
    private readonly access: AccessRepository,
    private readonly devices: DevicesRepository,
    private readonly audit: AuditService,
    private readonly mail: MailService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * Notes a sign-in. One in a browser that the person has not used before is in the audit log, and they get a mail, where
   * one can be sent. The first browser of all is nothing to tell.
   */
  async greet(person: UserPrincipal, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const token = COOKIE.readAll(request)[0]?.value ?? newToken();
    COOKIE.set(reply, token, DAYS * DAY_SECONDS, this.config);
    const _id = hashToken(`${person.id} ${token}`);
    const expiresAt = new Date(Date.now() + DAYS * DAY_SECONDS * 1000);
    const isAnother = await this.devices.isAnother({ _id, userId: person.id, expiresAt });
    if (!isAnother) return;
    await this.audit.note(person, 'session.new_device', [], request.id);
    if (!this.mail.isConfigured) return;
    const user = await this.access.findUser(person.organisationId, person.id);
    if (!user) return;
    const { address, userAgent } = clientOf(request);
    const { browser, system } = readUserAgent(userAgent);
    const device = [browser, system].filter((name) => name !== null).join(', ') || '?';
    this.mail.post(newDeviceLetter(user, { device, address, at: new Date() }, currentLanguage()), request.id);
  }
}
