import { Module } from '@nestjs/common';
import { AuthorsController } from './authors.controller.js';

@Module({ controllers: [AuthorsController] })
export class AuthorsModule {}
