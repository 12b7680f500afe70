import { startService } from '#platform';
import { ContactsModule, configureContacts } from './contacts.module.js';

await startService({
  name: 'contacts',
  module: (config) => ContactsModule.forRoot(config),
  configure: configureContacts,
});
