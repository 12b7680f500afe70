import { Module } from '@nestjs/common';
import { StateMetrics } from './state-metrics.js';

/** The metrics that only the gateway has. */
@Module({ providers: [StateMetrics] })
export class MetricsModule {}
