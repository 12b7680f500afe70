import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { newTenant, storeTenant, type Tenant } from './tenant.js';

const EMAIL = 'admin@demo.example';

/**
 * The organisation "Demo" with two WhatsApp numbers, an admin user and an admin API key. Ids and secrets are random,
 * generated once and stored in `seed.json` (mode 600) of the local folder.
 */
export async function seed(mongodbUri: string, localDir: string): Promise<Tenant> {
  const tenant = readOrMake(path.join(localDir, 'seed.json'));
  await storeTenant(mongodbUri, tenant);
  return tenant;
}

function readOrMake(file: string): Tenant {
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as Tenant;
  const tenant = newTenant({
    name: 'Demo',
    accounts: [
      { phoneNumber: '442079460018', phoneNumberId: '100000000000001', displayName: 'Demo London', status: 'active' },
      { phoneNumber: '34910123456', phoneNumberId: '100000000000002', displayName: 'Demo Madrid', status: 'active' },
    ],
    email: EMAIL,
    roles: ['admin'],
  });
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  writeFileSync(file, JSON.stringify(tenant, null, 2), { mode: 0o600 });
  return tenant;
}
