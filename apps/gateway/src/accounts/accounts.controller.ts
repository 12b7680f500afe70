import { Controller, Get, Param, Patch, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  accountCreateSchema,
  accountPatchSchema,
  type Account,
  type AccountCreate,
  type AccountPatch,
  type Page,
} from '#contracts';
import { CurrentPrincipal, type Principal } from '../access/principal.js';
import { RequiresRole } from '../access/route-access.js';
import { Audited } from '../audit/audited.js';
import { accessExamples } from '../docs/access-examples.js';
import { ApiRoute } from '../docs/api-route.js';
import { examples } from '../docs/examples.js';
import { JsonBody } from '../http/request-input.js';
import { accountAnswer, AccountDesk } from './account-desk.js';
import { AccountLookup } from './account-lookup.js';

@ApiTags('accounts')
@Controller('accounts')
export class AccountsController {
  constructor(
    private readonly accounts: AccountLookup,
    private readonly desk: AccountDesk,
  ) {}

  @Get()
  @RequiresRole('viewer')
  @ApiRoute({
    summary: 'List WhatsApp accounts',
    description: "All of the organisation's WhatsApp Cloud numbers, oldest first.",
    answer: { status: 200, schema: 'AccountPage', example: examples.accounts },
  })
  async listAccounts(@CurrentPrincipal() { organisationId }: Principal): Promise<Page<Account>> {
    const accounts = await this.accounts.list(organisationId);
    const items = accounts.map(accountAnswer);
    return { items, next: null, count: { value: items.length, exact: true } };
  }

  @Post()
  @RequiresRole('admin')
  @Audited('account.created')
  @ApiRoute({
    summary: 'Add a WhatsApp account by hand',
    description:
      'A number whose status nobody keeps in step. `POST /v1/whatsapp-connections` adds all numbers of a business account instead.',
    body: { schema: 'AccountCreate', example: accessExamples.accountCreate },
    answer: { status: 201, schema: 'Account', example: examples.account },
    problems: ['invalid_request', 'not_allowed', 'account_exists', 'unsupported_media_type'],
  })
  createAccount(
    @CurrentPrincipal() { organisationId }: Principal,
    @JsonBody(accountCreateSchema) body: AccountCreate,
  ): Promise<Account> {
    return this.desk.create(organisationId, body);
  }

  @Patch(':id')
  @RequiresRole('admin')
  @Audited('account.changed')
  @ApiRoute({
    summary: "Change an account's name or status",
    description: '`inactive` holds against what WhatsApp says; `active` lets WhatsApp decide again.',
    body: { schema: 'AccountPatch', example: accessExamples.accountPatch },
    answer: { status: 200, schema: 'Account', example: examples.account },
    problems: ['invalid_request', 'not_allowed', 'account_not_found', 'wrong_state', 'unsupported_media_type'],
  })
  changeAccount(
    @CurrentPrincipal() { organisationId }: Principal,
    @Param('id') id: string,
    @JsonBody(accountPatchSchema) body: AccountPatch,
  ): Promise<Account> {
    return this.desk.change(organisationId, id, body);
  }
}
