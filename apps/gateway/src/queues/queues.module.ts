import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module.js';
import { QueueBoard } from './queue-board.js';

/** The queue board for those who run the installation. */
@Module({ imports: [AccessModule], providers: [QueueBoard] })
export class QueuesModule {}
