import { Controller, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  pageQuerySchema,
  whatsappConnectSchema,
  whatsappConnectionPageSchema,
  whatsappConnectionSchema,
  type Page,
  type PageQuery,
  type WhatsappConnect,
  type WhatsappConnection,
} from '#contracts';
import { CurrentPrincipal, type Principal } from '../access/principal.js';
import { Committing, type Commit } from '../audit/commit.js';
import { JsonBody, ValidQuery } from '../http/request-input.js';
import { created, noContent } from '../routes/answers.js';
import { Route } from '../routes/route.js';
import { ConnectionsService } from './connections.service.js';

@ApiTags('accounts')
@Controller('whatsapp-connections')
export class ConnectionsController {
  constructor(private readonly connections: ConnectionsService) {}

  @Route('GET', '', {
    role: 'admin',
    scope: 'admin',
    summary: 'List connected WhatsApp business accounts',
    description: 'Oldest first. `state` says how each does, `detail` what to do when it does not do well.',
    query: pageQuerySchema,
    answer: whatsappConnectionPageSchema,
  })
  listConnections(
    @CurrentPrincipal() { organisationId }: Principal,
    @ValidQuery() query: PageQuery,
  ): Promise<Page<WhatsappConnection>> {
    return this.connections.list(organisationId, query);
  }

  @Route('POST', '', {
    role: 'admin',
    scope: 'admin',
    audit: 'whatsapp.connected',
    lasting: true,
    summary: 'Connect a WhatsApp business account',
    description:
      'Reads its numbers, each of which becomes an account, and from then on keeps their status in step. Use a system user’s token with the permission `whatsapp_business_management`; it is stored encrypted. The same business account again: the token is replaced.',
    body: whatsappConnectSchema,
    answer: created(whatsappConnectionSchema),
    problems: ['whatsapp_refused', 'not_configured', 'whatsapp_away'],
  })
  connectWhatsapp(
    @CurrentPrincipal() { organisationId }: Principal,
    @JsonBody() body: WhatsappConnect,
    @Committing() commit: Commit,
  ): Promise<WhatsappConnection> {
    return this.connections.connect(organisationId, body, commit);
  }

  @Route('DELETE', ':id', {
    role: 'admin',
    scope: 'admin',
    audit: 'whatsapp.disconnected',
    summary: 'Disconnect a WhatsApp business account',
    description: 'Its token is forgotten. Its accounts become inactive and stay readable.',
    answer: noContent('It is connected no more.'),
    problems: ['connection_not_found'],
  })
  disconnectWhatsapp(
    @CurrentPrincipal() { organisationId }: Principal,
    @Param('id') id: string,
    @Committing() commit: Commit,
  ): Promise<void> {
    return this.connections.disconnect(organisationId, id, commit);
  }
}
