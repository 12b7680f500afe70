import { redis } from '#messaging';
import { mongodb } from '#persistence';
import { startService } from '#platform';
import { ContactsModule, configureContacts } from './contacts.module.js';

await startService({
  name: 'contacts',
  uses: [mongodb, redis],
  module: ContactsModule,
  configure: configureContacts,
});
