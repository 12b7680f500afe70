import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module.js';
import { OrdersModule } from '../orders/orders.module.js';
import { UndoForecastService } from './undo-forecast.service.js';
import { UndoTargetService } from './undo-target.service.js';
import { UndosController } from './undos.controller.js';
import { UndosService } from './undos.service.js';

@Module({
  imports: [AccountsModule, OrdersModule],
  controllers: [UndosController],
  providers: [UndosService, UndoForecastService, UndoTargetService],
})
export class UndosModule {}
