import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module.js';
import { CatalogueReader } from './catalogue-reader.js';
import { TagsController } from './tags.controller.js';

@Module({ imports: [AccountsModule], controllers: [TagsController], providers: [CatalogueReader] })
export class TagsModule {}
