import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module.js';
import { StatisticsController } from './statistics.controller.js';
import { StatisticsReader } from './statistics-reader.js';

@Module({ imports: [AccountsModule], controllers: [StatisticsController], providers: [StatisticsReader] })
export class StatisticsModule {}
