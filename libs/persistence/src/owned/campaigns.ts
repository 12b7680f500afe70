/**
 * The collections that only the campaigns service writes. dependency-cruiser forbids other services to import this
 * file.
 */
import { InjectModel } from '@nestjs/mongoose';
import { audienceDefinition } from '../campaigns/audience.schema.js';
import { frozenAudienceDefinition } from '../campaigns/frozen-audience.schema.js';
import { importEffectDefinition } from '../campaigns/import-effect.schema.js';
import { removedValueDefinition } from '../campaigns/removed-value.schema.js';

export const InjectAudience = (): ParameterDecorator => InjectModel(audienceDefinition.name);
export const InjectFrozenAudiences = (): ParameterDecorator => InjectModel(frozenAudienceDefinition.name);
export const InjectImportEffects = (): ParameterDecorator => InjectModel(importEffectDefinition.name);
export const InjectRemovedValues = (): ParameterDecorator => InjectModel(removedValueDefinition.name);
