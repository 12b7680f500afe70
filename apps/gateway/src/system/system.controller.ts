import { Controller } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { statusSchema, systemSchema, type Status, type System } from '#contracts';
import { Route } from '../routes/route.js';
import { SystemService } from './system.service.js';

@ApiTags('operating')
@Controller()
export class SystemController {
  constructor(private readonly system: SystemService) {}

  @Route('GET', 'status', {
    role: 'viewer',
    scope: 'any',
    summary: 'Is something away?',
    description:
      'What keeps work waiting at the moment; an empty list is the usual answer. Work that waits is not lost. ' +
      'While MongoDB is away, the answer is 503 with the code `unavailable`, like that of every other route.',
    answer: statusSchema,
  })
  readStatus(): Promise<Status> {
    return this.system.status();
  }

  @Route('GET', 'system', {
    role: 'admin',
    scope: 'admin',
    operators: true,
    summary: 'The state of the installation',
    description:
      'Queues and who works on them, subscribers and their lag, imports of all organisations, processes with their version, ' +
      'migrations, and storage used. Only for administrators of the organisation that runs the installation. It has ids, and ' +
      'nothing that a customer wrote. What could not be read is null.',
    answer: systemSchema,
  })
  readSystem(): Promise<System> {
    return this.system.system();
  }
}
