import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '#platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DevicesService } from './devices.service.js';
import { readSessionCookies, setSessionCookie } from './session-cookie.js';
import { SessionsService, type OpenedSession } from './sessions.service.js';

/** What follows a sign-in, whatever has proved who it is. */
@Injectable()
export class WelcomeService {
  constructor(
    private readonly sessions: SessionsService,
    private readonly devices: DevicesService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Hands the session to the browser, ends those that the browser had before, and notes a device that is new. */
  async welcome({ token, principal }: OpenedSession, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    setSessionCookie(reply, token, this.config);
    await this.sessions.endAll(readSessionCookies(request), request.id);
    await this.devices.greet(principal, request, reply);
  }
}
