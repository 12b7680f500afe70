/**
 * The collections that only the webhooks service writes. dependency-cruiser lets no other service import this file.
 */
import { InjectModel } from '@nestjs/mongoose';
import { webhookMessageDefinition } from '../webhooks/webhook-message.schema.js';

export const InjectWebhookMessages = (): ParameterDecorator => InjectModel(webhookMessageDefinition.name);
