import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { ThrottlerModule } from '@nestjs/throttler';
import { CONFIG, type Config } from '#platform';
import { limiters } from './limiters.js';
import { RateGuard } from './rate-guard.js';
import { RedisCounter } from './redis-counter.js';

@Module({ providers: [RedisCounter], exports: [RedisCounter] })
class CounterModule {}

/** Rate limits. They apply after the access guard, which identifies the caller. */
@Module({
  imports: [
    CounterModule,
    ThrottlerModule.forRootAsync({
      imports: [CounterModule],
      inject: [CONFIG, RedisCounter],
      useFactory: (config: Config, storage: RedisCounter) => ({ throttlers: limiters(config.limits), storage }),
    }),
  ],
  providers: [{ provide: APP_GUARD, useClass: RateGuard }],
  exports: [CounterModule],
})
export class LimitsModule {}
