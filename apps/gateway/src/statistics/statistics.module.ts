import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module.js';
import { StatisticsController } from './statistics.controller.js';
import { StatisticsService } from './statistics.service.js';

@Module({ imports: [AccountsModule], controllers: [StatisticsController], providers: [StatisticsService] })
export class StatisticsModule {}
