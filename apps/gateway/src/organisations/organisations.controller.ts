import { Controller, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  administratorInviteSchema,
  newInvitationSchema,
  organisationCreateSchema,
  organisationPageSchema,
  organisationPatchSchema,
  organisationSchema,
  organisationUsageSchema,
  pageQuerySchema,
  type AdministratorInvite,
  type NewInvitation,
  type Organisation,
  type OrganisationCreate,
  type OrganisationPatch,
  type OrganisationUsage,
  type Page,
  type PageQuery,
} from '#contracts';
import { Committing, type Commit } from '../audit/commit.js';
import { JsonBody, ValidQuery } from '../http/request-input.js';
import { created } from '../routes/answers.js';
import { Route } from '../routes/route.js';
import { OrganisationsService } from './organisations.service.js';

/** All of it is for operators. */
@ApiTags('operating')
@Controller('organisations')
export class OrganisationsController {
  constructor(private readonly organisations: OrganisationsService) {}

  @Route('GET', '', {
    role: 'admin',
    scope: 'admin',
    operators: true,
    summary: 'List all organisations',
    description: 'Of the whole installation, oldest first.',
    query: pageQuerySchema,
    answer: organisationPageSchema,
  })
  listOrganisations(@ValidQuery() query: PageQuery): Promise<Page<Organisation>> {
    return this.organisations.list(query);
  }

  @Route('POST', '', {
    role: 'admin',
    scope: 'admin',
    operators: true,
    audit: 'organisation.created',
    summary: 'Create an organisation',
    description: 'Nobody belongs to it yet: `POST /v1/organisations/{id}/administrator` invites the first one.',
    body: organisationCreateSchema,
    answer: created(organisationSchema),
  })
  createOrganisation(@JsonBody() { name }: OrganisationCreate, @Committing() commit: Commit): Promise<Organisation> {
    return this.organisations.create(name, commit);
  }

  @Route('PATCH', ':id', {
    role: 'admin',
    scope: 'admin',
    operators: true,
    audit: 'organisation.changed',
    summary: 'Rename an organisation, or change its limits',
    description:
      'A limit of null is none of its own. Limits that are not named stay. What began below a limit is finished.',
    body: organisationPatchSchema,
    answer: organisationSchema,
    problems: ['organisation_not_found'],
  })
  changeOrganisation(
    @Param('id') id: string,
    @JsonBody() body: OrganisationPatch,
    @Committing() commit: Commit,
  ): Promise<Organisation> {
    return this.organisations.change(id, body, commit);
  }

  @Route('GET', ':id/usage', {
    role: 'admin',
    scope: 'admin',
    operators: true,
    summary: 'What an organisation uses of what has limits',
    description: 'All its contacts are counted, which may take seconds.',
    answer: organisationUsageSchema,
    problems: ['organisation_not_found'],
  })
  readUsage(@Param('id') id: string): Promise<OrganisationUsage> {
    return this.organisations.usage(id);
  }

  @Route('POST', ':id/suspend', {
    role: 'admin',
    scope: 'admin',
    operators: true,
    audit: 'organisation.suspended',
    summary: 'Suspend an organisation',
    description:
      'Within seconds, its members and keys get 403 `organisation_suspended`, and its open imports are cancelled; what is in stays in. Scheduled campaigns and webhooks wait. Nothing is deleted.',
    answer: organisationSchema,
    problems: ['organisation_not_found', 'operators_organisation'],
  })
  suspendOrganisation(@Param('id') id: string, @Committing() commit: Commit): Promise<Organisation> {
    return this.organisations.suspend(id, commit);
  }

  @Route('POST', ':id/resume', {
    role: 'admin',
    scope: 'admin',
    operators: true,
    audit: 'organisation.resumed',
    summary: 'Resume a suspended organisation',
    description: 'Campaigns whose time came meanwhile start now, and webhooks get what waited.',
    answer: organisationSchema,
    problems: ['organisation_not_found'],
  })
  resumeOrganisation(@Param('id') id: string, @Committing() commit: Commit): Promise<Organisation> {
    return this.organisations.resume(id, commit);
  }

  @Route('POST', ':id/administrator', {
    role: 'admin',
    scope: 'admin',
    operators: true,
    audit: 'organisation.administrator_invited',
    summary: 'Invite the first administrator of an organisation',
    description:
      'The answer shows a link, this once: pass it on. While nobody has taken it, another can be made. The organisation invites everybody else itself.',
    body: administratorInviteSchema,
    answer: created(newInvitationSchema),
    problems: ['organisation_not_found', 'has_members'],
  })
  inviteAdministrator(
    @Param('id') id: string,
    @JsonBody() { email }: AdministratorInvite,
    @Committing() commit: Commit,
  ): Promise<NewInvitation> {
    return this.organisations.inviteAdministrator(id, email, commit);
  }
}
