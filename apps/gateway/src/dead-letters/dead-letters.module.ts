import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module.js';
import { JobsModule } from '../jobs/jobs.module.js';
import { DeadLettersController } from './dead-letters.controller.js';
import { DeadLettersService } from './dead-letters.service.js';

/** Lists, replays and discards events that were given up. */
@Module({ imports: [AccessModule, JobsModule], controllers: [DeadLettersController], providers: [DeadLettersService] })
export class DeadLettersModule {}
