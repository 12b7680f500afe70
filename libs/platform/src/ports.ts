import type { ServiceName } from '#contracts';

/** Where each service listens unless `PORT` says otherwise. Only the gateway is for users; the others answer health checks. */
export const DEFAULT_PORTS: Record<ServiceName, number> = {
  gateway: 3000,
  importer: 3001,
  contacts: 3002,
  exporter: 3003,
  campaigns: 3004,
};
