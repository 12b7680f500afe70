import { redis } from '#messaging';
import { mongodb } from '#persistence';
import type { ServiceDefinition } from '#platform';
import { storage } from '#storage';
import { GatewayModule } from './gateway.module.js';
import { configureHttp } from './http/configure-http.js';
import { createHttpAdapter } from './http/http-adapter.js';
import { refuseWhileWaiting } from './http/refuse-while-waiting.js';

export const gateway: ServiceDefinition = {
  name: 'gateway',
  uses: [mongodb],
  mayLack: [redis, storage],
  module: GatewayModule,
  adapter: createHttpAdapter,
  configure: configureHttp,
  refuse: refuseWhileWaiting,
};
