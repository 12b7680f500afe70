import { userDefinition, apiKeyDefinition, sessionDefinition } from './access/access.schemas.js';
import { auditChainDefinition } from './access/audit-chain.schema.js';
import { auditDefinition } from './access/audit.schema.js';
import { firstLinkDefinition, invitationDefinition, passwordLinkDefinition } from './access/one-time-link.schemas.js';
import { deviceDefinition } from './access/device.schema.js';
import { organisationDefinition } from './access/organisation.schema.js';
import { passkeyChallengeDefinition, passkeyDefinition } from './access/passkey.schemas.js';
import { secondFactorDefinition, signInAttemptDefinition } from './access/second-factor.schemas.js';
import { accountDefinition } from './accounts/account.schema.js';
import { whatsappConnectionDefinition } from './accounts/whatsapp-connection.schema.js';
import { audienceDefinition } from './campaigns/audience.schema.js';
import { campaignDefinition } from './campaigns/campaign.schema.js';
import { frozenAudienceDefinition } from './campaigns/frozen-audience.schema.js';
import { importEffectDefinition } from './campaigns/import-effect.schema.js';
import { removedValueDefinition } from './campaigns/removed-value.schema.js';
import { segmentDefinition } from './campaigns/segment.schema.js';
import { catalogueDefinition } from './contacts/catalogue.schema.js';
import { contactChangeDefinition } from './contacts/contact-change.schema.js';
import { contactEditDefinition } from './contacts/contact-edit.schema.js';
import { contactDefinition } from './contacts/contact.schema.js';
import { optOutDefinition } from './contacts/opt-out.schema.js';
import { deadLetterDefinition } from './events/dead-letter.schema.js';
import { outboxDefinition } from './events/outbox.schema.js';
import { idempotencyKeyDefinition } from './imports/idempotency-key.schema.js';
import { importDefinition, importQueueDefinition, importBatchDefinition } from './imports/import.schemas.js';
import { uploadDefinition } from './imports/upload.schema.js';
import { orderDefinitions } from './orders/orders.repository.js';
import { webhookMessageDefinition } from './webhooks/webhook-message.schema.js';
import { webhookDefinition } from './webhooks/webhook.schema.js';

/**
 * Every collection. Each schema file defines the document and its indexes, and names in brackets who writes it.
 * Mongoose provides validation and indexes. The hot paths (contacts, audience) use the driver's collection, because
 * mongoose casts every document.
 */
export const definitions = [
  organisationDefinition,
  accountDefinition,
  userDefinition,
  apiKeyDefinition,
  sessionDefinition,
  invitationDefinition,
  firstLinkDefinition,
  passwordLinkDefinition,
  deviceDefinition,
  secondFactorDefinition,
  signInAttemptDefinition,
  passkeyDefinition,
  passkeyChallengeDefinition,
  auditDefinition,
  auditChainDefinition,
  whatsappConnectionDefinition,
  contactDefinition,
  contactChangeDefinition,
  contactEditDefinition,
  catalogueDefinition,
  optOutDefinition,
  importDefinition,
  importQueueDefinition,
  importBatchDefinition,
  idempotencyKeyDefinition,
  uploadDefinition,
  audienceDefinition,
  campaignDefinition,
  frozenAudienceDefinition,
  importEffectDefinition,
  removedValueDefinition,
  segmentDefinition,
  outboxDefinition,
  deadLetterDefinition,
  ...Object.values(orderDefinitions),
  webhookDefinition,
  webhookMessageDefinition,
];
