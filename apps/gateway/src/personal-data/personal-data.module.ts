import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module.js';
import { ContactsModule } from '../contacts/contacts.module.js';
import { PersonalCopiesService } from './personal-copies.service.js';
import { PersonalDataController } from './personal-data.controller.js';
import { PersonalDataService } from './personal-data.service.js';
import { PersonalTexts } from './personal-texts.js';

@Module({
  imports: [AccountsModule, ContactsModule],
  controllers: [PersonalDataController],
  providers: [PersonalCopiesService, PersonalDataService, PersonalTexts],
})
export class PersonalDataModule {}
