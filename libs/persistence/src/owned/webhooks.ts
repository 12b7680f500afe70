/**
 * The collections that the webhooks service alone writes. The rules of dependencies let nobody else import this file.
 */
import { InjectModel } from '@nestjs/mongoose';
import { webhookMessageDefinition } from '../webhooks/webhook-message.schema.js';

export const InjectWebhookMessages = (): ParameterDecorator => InjectModel(webhookMessageDefinition.name);
