import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Account, Page } from '#contracts';
import { CurrentPrincipal, type Principal } from '../access/principal.js';
import { RequiresRole } from '../access/route-access.js';
import { ApiRoute } from '../docs/api-route.js';
import { examples } from '../docs/examples.js';
import { AccountLookup } from './account-lookup.js';

@ApiTags('accounts')
@Controller('accounts')
export class AccountsController {
  constructor(private readonly accounts: AccountLookup) {}

  @Get()
  @RequiresRole('viewer')
  @ApiRoute({
    summary: 'List WhatsApp accounts',
    description: "All of the organisation's WhatsApp Cloud numbers, oldest first.",
    answer: { status: 200, schema: 'AccountPage', example: examples.accounts },
  })
  async listAccounts(@CurrentPrincipal() { organisationId }: Principal): Promise<Page<Account>> {
    const accounts = await this.accounts.list(organisationId);
    const items = accounts.map(({ organisationId: _, ...account }) => account);
    return { items, next: null, count: { value: items.length, exact: true } };
  }
}
