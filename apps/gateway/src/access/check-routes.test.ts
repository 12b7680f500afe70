import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { Controller, Get, Module, Post, type Type } from '@nestjs/common';
import { DiscoveryModule, NestFactory } from '@nestjs/core';
import { RouteAccessCheck } from './check-routes.js';
import { Public, RequiresRole } from './route-access.js';

@Controller()
class Declared {
  @Get('open')
  @Public()
  open(): void {}

  @Post('closed')
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
class Forgetful {
  @Get('open')
  @Public()
  open(): void {}

  @Get('forgotten')
  forgotten(): void {}
}

async function boot(...controllers: Type[]): Promise<void> {
  @Module({ imports: [DiscoveryModule], controllers, providers: [RouteAccessCheck] })
  class Root {}
  const app = await NestFactory.createApplicationContext(Root, { logger: false, abortOnError: false });
  await app.close();
}

describe('RouteAccessCheck', () => {
  it('lets the service boot when every route says who may call it', async () => {
    await expect(boot(Declared, DeclaredAsAWhole)).resolves.toBeUndefined();
  });

  it('stops the boot and names the route that does not', async () => {
    await expect(boot(Declared, Forgetful)).rejects.toThrow('Add @RequiresRole(…) or @Public() to Forgetful.forgotten');
  });
});
