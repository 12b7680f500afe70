import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module.js';
import { TagsController } from './tags.controller.js';
import { TagsService } from './tags.service.js';

@Module({ imports: [AccountsModule], controllers: [TagsController], providers: [TagsService] })
export class TagsModule {}
