import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module.js';
import { SegmentUseService } from './segment-use.service.js';
import { SegmentsController } from './segments.controller.js';
import { SegmentsService } from './segments.service.js';

@Module({
  imports: [AccountsModule],
  controllers: [SegmentsController],
  providers: [SegmentsService, SegmentUseService],
  exports: [SegmentUseService],
})
export class SegmentsModule {}
