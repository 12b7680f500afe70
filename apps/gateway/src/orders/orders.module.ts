import { Module } from '@nestjs/common';
import { JobsModule } from '../jobs/jobs.module.js';
import { OrdersService } from './orders.service.js';

@Module({ imports: [JobsModule], providers: [OrdersService], exports: [OrdersService] })
export class OrdersModule {}
