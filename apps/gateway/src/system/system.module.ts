import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module.js';
import { StateMetrics } from './state-metrics.js';
import { StateSources } from './state-sources.js';
import { SystemController } from './system.controller.js';
import { SystemService } from './system.service.js';

/** The state of the installation, as an answer of the API and as metrics. */
@Module({
  imports: [AccessModule],
  controllers: [SystemController],
  providers: [StateMetrics, StateSources, SystemService],
})
export class SystemModule {}
