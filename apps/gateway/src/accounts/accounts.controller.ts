import { Controller, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  accountCreateSchema,
  accountPageSchema,
  accountPatchSchema,
  accountSchema,
  type Account,
  type AccountCreate,
  type AccountPatch,
  type Page,
} from '#contracts';
import { CurrentPrincipal, type Principal } from '../access/principal.js';
import { Committing, type Commit } from '../audit/commit.js';
import { JsonBody } from '../http/request-input.js';
import { created } from '../routes/answers.js';
import { Route } from '../routes/route.js';
import { accountAnswer, AccountsService } from './accounts.service.js';

@ApiTags('accounts')
@Controller('accounts')
export class AccountsController {
  constructor(private readonly accounts: AccountsService) {}

  @Route('GET', '', {
    role: 'viewer',
    scope: 'any',
    summary: 'List WhatsApp accounts',
    description: "All of the organisation's WhatsApp Cloud numbers, oldest first.",
    answer: accountPageSchema,
  })
  async listAccounts(@CurrentPrincipal() principal: Principal): Promise<Page<Account>> {
    const accounts = await this.accounts.list(principal);
    const items = accounts.map(accountAnswer);
    return { items, next: null, count: { value: items.length, exact: true } };
  }

  @Route('POST', '', {
    role: 'admin',
    scope: 'admin',
    audit: 'account.created',
    summary: 'Add a WhatsApp account by hand',
    description:
      'A number whose status nobody keeps in step. `POST /v1/whatsapp-connections` adds all numbers of a business account instead.',
    body: accountCreateSchema,
    answer: created(accountSchema),
    problems: ['account_exists'],
  })
  createAccount(
    @CurrentPrincipal() principal: Principal,
    @JsonBody() body: AccountCreate,
    @Committing() commit: Commit,
  ): Promise<Account> {
    return this.accounts.create(principal, body, commit);
  }

  @Route('PATCH', ':id', {
    role: 'admin',
    scope: 'admin',
    audit: 'account.changed',
    summary: "Change an account's name or status",
    description: '`inactive` holds against what WhatsApp says; `active` lets WhatsApp decide again.',
    body: accountPatchSchema,
    answer: accountSchema,
    problems: ['account_not_found', 'wrong_state'],
  })
  changeAccount(
    @CurrentPrincipal() principal: Principal,
    @Param('id') id: string,
    @JsonBody() body: AccountPatch,
    @Committing() commit: Commit,
  ): Promise<Account> {
    return this.accounts.change(principal, id, body, commit);
  }
}
