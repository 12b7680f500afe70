import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { Controller, Get, Module, Post, type Type } from '@nestjs/common';
import { DiscoveryModule, NestFactory } from '@nestjs/core';
import { AuditLog } from '../audit/audit-log.js';
import { Audited, NotAudited } from '../audit/audited.js';
import { RouteCheck } from './check-routes.js';
import { Public, RequiresRole } from './route-access.js';

@Controller()
class Declared {
  @Get('open')
  @Public()
  open(): void {}

  @Post('closed')
  @Audited('key.created')
  @RequiresRole('editor')
  closed(): void {}

  notARoute(): void {}
}

@Controller()
@RequiresRole('viewer')
class DeclaredAsAWhole {
  @Get('read')
  read(): void {}
}

@Controller()
@RequiresRole('admin')
class Silent {
  @Post('read')
  @NotAudited('it only reads')
  read(): void {}

  @Post('write')
  write(): void {}
}

@Controller()
class Forgetful {
  @Get('open')
  @Public()
  open(): void {}

  @Get('forgotten')
  forgotten(): void {}
}

async function boot(...controllers: Type[]): Promise<void> {
  @Module({ imports: [DiscoveryModule], controllers, providers: [RouteCheck, { provide: AuditLog, useValue: {} }] })
  class Root {}
  const app = await NestFactory.createApplicationContext(Root, { logger: false, abortOnError: false });
  await app.close();
}

describe('RouteCheck', () => {
  it('lets the service boot when every route says who may call it', async () => {
    await expect(boot(Declared, DeclaredAsAWhole)).resolves.toBeUndefined();
  });

  it('stops the boot and names the route that does not', async () => {
    await expect(boot(Declared, Forgetful)).rejects.toThrow('Add @RequiresRole(…) or @Public() to Forgetful.forgotten');
  });

  it('stops the boot when a change says nothing of the audit log', async () => {
    await expect(boot(Declared, Silent)).rejects.toThrow('Add @Audited(…) or @NotAudited(…) to Silent.write');
  });
});
