import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module.js';
import { OrdersModule } from '../orders/orders.module.js';
import { QuotasModule } from '../quotas/quotas.module.js';
import { SegmentsModule } from '../segments/segments.module.js';
import { ExportsController } from './exports.controller.js';
import { ExportsService } from './exports.service.js';

@Module({
  imports: [AccountsModule, OrdersModule, SegmentsModule, QuotasModule],
  controllers: [ExportsController],
  providers: [ExportsService],
})
export class ExportsModule {}
