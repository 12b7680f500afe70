import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module.js';
import { OrdersModule } from '../orders/orders.module.js';
import { SegmentsModule } from '../segments/segments.module.js';
import { TagChangesController } from './tag-changes.controller.js';
import { TagChangesService } from './tag-changes.service.js';

@Module({
  imports: [AccountsModule, OrdersModule, SegmentsModule],
  controllers: [TagChangesController],
  providers: [TagChangesService],
})
export class TagChangesModule {}
