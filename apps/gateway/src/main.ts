import { startService } from '#platform';
import { GatewayModule } from './gateway.module.js';
import { configureHttp } from './http/configure-http.js';
import { createHttpAdapter } from './http/http-adapter.js';

await startService({
  name: 'gateway',
  module: (config) => GatewayModule.forRoot(config),
  adapter: createHttpAdapter,
  configure: configureHttp,
});
