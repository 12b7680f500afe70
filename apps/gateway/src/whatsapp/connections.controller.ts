import { Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  pageQuerySchema,
  whatsappConnectSchema,
  type Page,
  type PageQuery,
  type WhatsappConnect,
  type WhatsappConnection,
} from '#contracts';
import { CurrentPrincipal, type Principal } from '../access/principal.js';
import { RequiresRole } from '../access/route-access.js';
import { Audited } from '../audit/audited.js';
import { accessExamples } from '../docs/access-examples.js';
import { ApiRoute } from '../docs/api-route.js';
import { JsonBody, ValidQuery } from '../http/request-input.js';
import { Connections } from './connections.js';

@ApiTags('accounts')
@Controller('whatsapp-connections')
@RequiresRole('admin')
export class ConnectionsController {
  constructor(private readonly connections: Connections) {}

  @Get()
  @ApiRoute({
    summary: 'List connected WhatsApp business accounts',
    description: 'Oldest first. `state` says how each does, `detail` what to do when it does not do well.',
    query: pageQuerySchema,
    answer: { status: 200, schema: 'WhatsappConnectionPage', example: accessExamples.connections },
    problems: ['invalid_request', 'not_allowed'],
  })
  listConnections(
    @CurrentPrincipal() { organisationId }: Principal,
    @ValidQuery(pageQuerySchema) query: PageQuery,
  ): Promise<Page<WhatsappConnection>> {
    return this.connections.list(organisationId, query);
  }

  @Post()
  @Audited('whatsapp.connected')
  @ApiRoute({
    summary: 'Connect a WhatsApp business account',
    description:
      'Reads its numbers, each of which becomes an account, and from then on keeps their status in step. Use a system user’s token with the permission `whatsapp_business_management`; it is stored encrypted. The same business account again: the token is replaced.',
    body: { schema: 'WhatsappConnect', example: accessExamples.connect },
    answer: { status: 201, schema: 'WhatsappConnection', example: accessExamples.connection },
    problems: [
      'invalid_request',
      'not_allowed',
      'unsupported_media_type',
      'whatsapp_refused',
      'not_configured',
      'whatsapp_away',
    ],
  })
  connectWhatsapp(
    @CurrentPrincipal() { organisationId }: Principal,
    @JsonBody(whatsappConnectSchema) body: WhatsappConnect,
  ): Promise<WhatsappConnection> {
    return this.connections.connect(organisationId, body);
  }

  @Delete(':id')
  @HttpCode(204)
  @Audited('whatsapp.disconnected')
  @ApiRoute({
    summary: 'Disconnect a WhatsApp business account',
    description: 'Its token is forgotten. Its accounts become inactive and stay readable.',
    answer: { status: 204, description: 'It is connected no more.' },
    problems: ['not_allowed', 'connection_not_found'],
  })
  disconnectWhatsapp(@CurrentPrincipal() { organisationId }: Principal, @Param('id') id: string): Promise<void> {
    return this.connections.disconnect(organisationId, id);
  }
}
