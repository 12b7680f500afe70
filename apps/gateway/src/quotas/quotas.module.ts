import { Module } from '@nestjs/common';
import { LimitsModule } from '../limits/limits.module.js';
import { QuotasService } from './quotas.service.js';

/** The limits of single organisations. */
@Module({ imports: [LimitsModule], providers: [QuotasService], exports: [QuotasService] })
export class QuotasModule {}
