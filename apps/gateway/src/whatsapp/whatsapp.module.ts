import { Module } from '@nestjs/common';
import { ConnectionsController } from './connections.controller.js';
import { ConnectionsService } from './connections.service.js';
import { GraphApi } from './graph-api.js';
import { StatusCheck } from './status-check.js';

/** Connections to Meta's WhatsApp business accounts. */
@Module({ controllers: [ConnectionsController], providers: [ConnectionsService, GraphApi, StatusCheck] })
export class WhatsappModule {}
