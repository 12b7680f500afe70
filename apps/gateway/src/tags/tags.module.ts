import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module.js';
import { TagsService } from './tags.service.js';
import { TagsController } from './tags.controller.js';

@Module({ imports: [AccountsModule], controllers: [TagsController], providers: [TagsService] })
export class TagsModule {}
