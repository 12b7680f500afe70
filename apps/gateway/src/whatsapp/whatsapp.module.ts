import { Module } from '@nestjs/common';
import { ConnectionsController } from './connections.controller.js';
import { Connections } from './connections.js';
import { GraphApi } from './graph-api.js';
import { StatusCheck } from './status-check.js';

/** Connections to Meta's WhatsApp business accounts. */
@Module({ controllers: [ConnectionsController], providers: [Connections, GraphApi, StatusCheck] })
export class WhatsappModule {}
