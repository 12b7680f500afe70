import { Global, Module, type DynamicModule } from '@nestjs/common';
import type { Logger } from 'pino';
import type { Config } from './config.js';

/** Injection tokens: the configuration, the service's logger, and its name in the contracts. */
export const CONFIG = Symbol('config');
export const LOGGER = Symbol('logger');
export const SERVICE = Symbol('service');

/** Provides the configuration and the logger to every service. */
@Global()
@Module({})
export class PlatformModule {
  static forRoot(config: Config, logger: Logger): DynamicModule {
    return {
      module: PlatformModule,
      providers: [
        { provide: CONFIG, useValue: config },
        { provide: LOGGER, useValue: logger },
      ],
      exports: [CONFIG, LOGGER],
    };
  }
}
