import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module.js';
import { OrdersModule } from '../orders/orders.module.js';
import { ReplaysController } from './replays.controller.js';
import { ReplaysService } from './replays.service.js';

@Module({ imports: [AccountsModule, OrdersModule], controllers: [ReplaysController], providers: [ReplaysService] })
export class ReplaysModule {}
