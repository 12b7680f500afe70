import { Module } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { HealthController } from '#platform';
import { AccessModule } from './access/access.module.js';
import { Public } from './access/route-access.js';
import { AccountsModule } from './accounts/accounts.module.js';
import { AuditModule } from './audit/audit.module.js';
import { AuthorsModule } from './authors/authors.module.js';
import { CampaignsModule } from './campaigns/campaigns.module.js';
import { ContactsModule } from './contacts/contacts.module.js';
import { DeadLettersModule } from './dead-letters/dead-letters.module.js';
import { ExportsModule } from './exports/exports.module.js';
import { HttpModule } from './http/http.module.js';
import { ImportsModule } from './imports/imports.module.js';
import { KeysModule } from './keys/keys.module.js';
import { LimitsModule } from './limits/limits.module.js';
import { MembersModule } from './members/members.module.js';
import { OrganisationsModule } from './organisations/organisations.module.js';
import { PersonalDataModule } from './personal-data/personal-data.module.js';
import { ReplaysModule } from './replays/replays.module.js';
import { SegmentsModule } from './segments/segments.module.js';
import { StatisticsModule } from './statistics/statistics.module.js';
import { SystemModule } from './system/system.module.js';
import { OidcModule } from './oidc/oidc.module.js';
import { QueuesModule } from './queues/queues.module.js';
import { UndosModule } from './undos/undos.module.js';
import { WebhooksModule } from './webhooks/webhooks.module.js';
import { WhatsappModule } from './whatsapp/whatsapp.module.js';
import { TagChangesModule } from './tag-changes/tag-changes.module.js';
import { TagsModule } from './tags/tags.module.js';

// The platform library does not know roles and documentation, so this is declared here for its health checks.
Public()(HealthController);
ApiExcludeController()(HealthController);

/** The HTTP API and the web page. */
@Module({
  imports: [
    HttpModule,
    AccessModule,
    LimitsModule,
    AuditModule,
    AuthorsModule,
    AccountsModule,
    ContactsModule,
    ImportsModule,
    ExportsModule,
    CampaignsModule,
    KeysModule,
    MembersModule,
    OidcModule,
    OrganisationsModule,
    PersonalDataModule,
    ReplaysModule,
    SegmentsModule,
    WebhooksModule,
    WhatsappModule,
    DeadLettersModule,
    StatisticsModule,
    QueuesModule,
    SystemModule,
    TagsModule,
    TagChangesModule,
    UndosModule,
  ],
})
export class GatewayModule {}
