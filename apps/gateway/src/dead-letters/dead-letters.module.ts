import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module.js';
import { JobsModule } from '../jobs/jobs.module.js';
import { DeadLettersService } from './dead-letters.service.js';
import { DeadLettersController } from './dead-letters.controller.js';

/** Events that were given up: what they are, again, or no more. */
@Module({ imports: [AccessModule, JobsModule], controllers: [DeadLettersController], providers: [DeadLettersService] })
export class DeadLettersModule {}
