/**
 * The collections that the contacts service alone writes. The rules of dependencies let nobody else import this file.
 */
import { InjectModel } from '@nestjs/mongoose';
import { catalogueDefinition } from '../contacts/catalogue.schema.js';
import { contactDefinition } from '../contacts/contact.schema.js';

export const InjectCatalogue = (): ParameterDecorator => InjectModel(catalogueDefinition.name);
export const InjectContacts = (): ParameterDecorator => InjectModel(contactDefinition.name);
