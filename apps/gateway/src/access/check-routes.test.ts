import 'reflect-metadata';
import { describe, expect, it } from 'vitest';
import { Controller, Get, Module, Post, type Type } from '@nestjs/common';
import { DiscoveryModule, NestFactory } from '@nestjs/core';
import { EventPublisher } from '#messaging';
import { AuditService } from '../audit/audit.service.js';
import { file, noContent } from '../routes/answers.js';
import { Route } from '../routes/route.js';
import { RouteCheck } from './check-routes.js';
import { Public } from './route-access.js';

@Controller()
class Declared {
  @Route('GET', 'open', { role: 'public', summary: 'Open', answer: file('It.') })
  open(): void {}

  @Route('POST', 'closed', {
    role: 'editor',
    scope: 'import',
    audit: 'key.created',
    summary: 'Closed',
    answer: noContent('Done.'),
  })
  closed(): void {}

  notARoute(): void {}
}

@Controller()
@Public()
class PublicAsAWhole {
  @Get('read')
  read(): void {}
}

@Controller()
@Public()
class Silent {
  @Get('read')
  read(): void {}

  @Post('write')
  write(): void {}
}

@Controller()
class Forgetful {
  @Route('GET', 'open', { role: 'public', summary: 'Open', answer: file('It.') })
  open(): void {}

  @Get('forgotten')
  forgotten(): void {}
}

@Controller()
class Unscoped {
  // @ts-expect-error It does not compile either.
  @Route('GET', 'closed', { role: 'viewer', summary: 'Closed', answer: file('It.') })
  closed(): void {}
}

async function boot(...controllers: Type[]): Promise<void> {
  const ofAudit = [AuditService, EventPublisher].map((provide) => ({ provide, useValue: {} }));
  @Module({ imports: [DiscoveryModule], controllers, providers: [RouteCheck, ...ofAudit] })
  class Root {}
  const app = await NestFactory.createApplicationContext(Root, { logger: false, abortOnError: false });
  await app.close();
}

describe('RouteCheck', () => {
  it('lets the service boot when every route says who may call it', async () => {
    await expect(boot(Declared, PublicAsAWhole)).resolves.toBeUndefined();
  });

  it('stops the boot and names the route that does not', async () => {
    await expect(boot(Declared, Forgetful)).rejects.toThrow('Declare with @Route(…): Forgetful.forgotten');
  });

  it('stops the boot when a route does not say which scope a key needs', async () => {
    await expect(boot(Declared, Unscoped)).rejects.toThrow('Declare with @Route(…): Unscoped.closed');
  });

  it('stops the boot when a change says nothing of the audit log', async () => {
    await expect(boot(Declared, Silent)).rejects.toThrow('Declare with @Route(…): Silent.write');
  });
});
