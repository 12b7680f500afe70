import { Module } from '@nestjs/common';
import { ConnectionsController } from './connections.controller.js';
import { ConnectionsService } from './connections.service.js';
import { GraphApi } from './graph-api.js';
import { ConnectionSweeper } from './connection-sweeper.js';

/** Connections to Meta's WhatsApp business accounts. */
@Module({ controllers: [ConnectionsController], providers: [ConnectionsService, GraphApi, ConnectionSweeper] })
export class WhatsappModule {}
