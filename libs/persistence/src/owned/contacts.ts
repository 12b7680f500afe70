/**
 * The collections that only the contacts service writes. dependency-cruiser lets no other service import this file.
 */
import { InjectModel } from '@nestjs/mongoose';
import { catalogueDefinition } from '../contacts/catalogue.schema.js';
import { contactChangeDefinition } from '../contacts/contact-change.schema.js';
import { contactEditDefinition } from '../contacts/contact-edit.schema.js';
import { contactDefinition } from '../contacts/contact.schema.js';
import { optOutDefinition } from '../contacts/opt-out.schema.js';

export const InjectCatalogue = (): ParameterDecorator => InjectModel(catalogueDefinition.name);
export const InjectContactChanges = (): ParameterDecorator => InjectModel(contactChangeDefinition.name);
export const InjectContactEdits = (): ParameterDecorator => InjectModel(contactEditDefinition.name);
export const InjectContacts = (): ParameterDecorator => InjectModel(contactDefinition.name);
export const InjectOptOuts = (): ParameterDecorator => InjectModel(optOutDefinition.name);
