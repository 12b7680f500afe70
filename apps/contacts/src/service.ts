import { redis } from '#messaging';
import { mongodb } from '#persistence';
import type { ServiceDefinition } from '#platform';
import { ContactsModule, configureContacts } from './contacts.module.js';

export const contacts: ServiceDefinition = {
  name: 'contacts',
  uses: [mongodb, redis],
  module: ContactsModule,
  configure: configureContacts,
};
