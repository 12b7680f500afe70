import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { ThrottlerModule } from '@nestjs/throttler';
import { CONFIG, type Config } from '#platform';
import { AtOnceGuard } from './at-once-guard.js';
import { limiters } from './limiters.js';
import { RateGuard } from './rate-guard.js';
import { RedisCounter } from './redis-counter.js';
import { RequestsAtOnce } from './requests-at-once.js';

@Module({ providers: [RedisCounter], exports: [RedisCounter] })
class CounterModule {}

/** Limits of requests: per minute, and at the same time. They apply after the access guard, which identifies the caller. */
@Module({
  imports: [
    CounterModule,
    ThrottlerModule.forRootAsync({
      imports: [CounterModule],
      inject: [CONFIG, RedisCounter],
      useFactory: (config: Config, storage: RedisCounter) => ({ throttlers: limiters(config.limits), storage }),
    }),
  ],
  // In this order: what is refused needs no place.
  providers: [
    RequestsAtOnce,
    { provide: APP_GUARD, useClass: RateGuard },
    { provide: APP_GUARD, useClass: AtOnceGuard },
  ],
  exports: [CounterModule, RequestsAtOnce],
})
export class LimitsModule {}
