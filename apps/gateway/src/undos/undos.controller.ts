import { Controller, Param, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  orderListQuerySchema,
  undoForecastSchema,
  undoPageSchema,
  undoSchema,
  undoTargetSchema,
  type OrderListQuery,
  type Page,
  type Undo,
  type UndoForecast,
  type UndoTarget,
} from '#contracts';
import type { FastifyReply } from 'fastify';
import { Readable } from 'node:stream';
import { CurrentPrincipal, type Principal } from '../access/principal.js';
import { Committing, type Commit } from '../audit/commit.js';
import { Downloads, type Downloading } from '../audit/downloading.js';
import { ValidQuery } from '../http/request-input.js';
import { OrdersService } from '../orders/orders.service.js';
import { accepted, file } from '../routes/answers.js';
import { Route } from '../routes/route.js';
import { UndoForecastService } from './undo-forecast.service.js';
import { UndosService } from './undos.service.js';

const ORDERED = accepted(undoSchema);
const RULES =
  'Contacts go back to what they were before. Those that somebody has changed since stay as they are and count as `kept`. Contacts that the import created are never deleted: they lose their tags and values, and no campaign reaches them until an import or an edit names them again. The mark "do not contact" is never taken off. It waits for the imports of the account that were started before, and can be undone itself.';
const REFUSALS = ['wrong_state', 'already_undone', 'before_images_gone'] as const;
const NOT_FOUND = ['import_not_found', 'tag_change_not_found', 'undo_not_found'] as const;

@ApiTags('undos')
@Controller()
export class UndosController {
  constructor(
    private readonly undos: UndosService,
    private readonly forecasts: UndoForecastService,
    private readonly orders: OrdersService,
  ) {}

  @Route('POST', 'imports/:id/undo', {
    role: 'editor',
    scope: 'contacts.write',
    audit: 'undo.ordered',
    summary: 'Undo an import',
    description: RULES,
    answer: ORDERED,
    problems: ['import_not_found', 'no_active_account', ...REFUSALS],
  })
  undoImport(
    @CurrentPrincipal() principal: Principal,
    @Param('id') id: string,
    @Committing() commit: Commit,
  ): Promise<Undo> {
    return this.undos.order(principal, { kind: 'import', id }, commit);
  }

  @Route('POST', 'tag-changes/:id/undo', {
    role: 'editor',
    scope: 'contacts.write',
    audit: 'undo.ordered',
    summary: 'Undo a tag change',
    description: RULES,
    answer: ORDERED,
    problems: ['tag_change_not_found', 'no_active_account', ...REFUSALS],
  })
  undoTagChange(
    @CurrentPrincipal() principal: Principal,
    @Param('id') id: string,
    @Committing() commit: Commit,
  ): Promise<Undo> {
    return this.undos.order(principal, { kind: 'tag-change', id }, commit);
  }

  @Route('POST', 'undos/:id/undo', {
    role: 'editor',
    scope: 'contacts.write',
    audit: 'undo.ordered',
    summary: 'Undo an undo',
    description: RULES,
    answer: ORDERED,
    problems: ['undo_not_found', 'no_active_account', ...REFUSALS],
  })
  undoUndo(
    @CurrentPrincipal() principal: Principal,
    @Param('id') id: string,
    @Committing() commit: Commit,
  ): Promise<Undo> {
    return this.undos.order(principal, { kind: 'undo', id }, commit);
  }

  @Route('GET', 'undos/forecast', {
    role: 'viewer',
    scope: 'contacts.read',
    summary: 'What an undo would do now',
    description:
      'Of the import, tag change or undo with this `kind` and `id`. At most 20,000 contacts are looked at; if there are more, `exact` is false.',
    query: undoTargetSchema,
    answer: undoForecastSchema,
    problems: [...NOT_FOUND, ...REFUSALS],
  })
  forecast(@CurrentPrincipal() principal: Principal, @ValidQuery() target: UndoTarget): Promise<UndoForecast> {
    return this.forecasts.forecast(principal, target);
  }

  @Route('GET', 'undos/kept', {
    role: 'viewer',
    scope: 'contacts.read',
    download: true,
    audit: 'undo.kept_downloaded',
    lasting: true,
    summary: 'Download the contacts that an undo would leave as they are',
    description: 'A CSV of all of them, with when and by whom each was changed since.',
    query: undoTargetSchema,
    answer: file('The file.'),
    problems: [...NOT_FOUND, ...REFUSALS],
  })
  async kept(
    @CurrentPrincipal() principal: Principal,
    @ValidQuery() target: UndoTarget,
    @Downloads() downloading: Downloading,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const lines = await this.forecasts.keptAsCsv(principal, target, downloading);
    const sent = reply
      .header('Content-Type', 'text/csv; charset=utf-8')
      .header('Content-Disposition', 'attachment; filename="changed-since.csv"')
      .send(Readable.from(lines));
    // What was cut off in the middle is noted as far as it came.
    await Promise.resolve(sent).catch(() => undefined);
  }

  @Route('GET', 'undos', {
    role: 'viewer',
    scope: 'contacts.read',
    summary: 'List undos',
    description: 'Newest first.',
    query: orderListQuerySchema,
    answer: undoPageSchema,
  })
  listUndos(@CurrentPrincipal() principal: Principal, @ValidQuery() query: OrderListQuery): Promise<Page<Undo>> {
    return this.orders.list('undos', principal, query);
  }

  @Route('GET', 'undos/:id', {
    role: 'viewer',
    scope: 'contacts.read',
    summary: 'Read one undo',
    answer: undoSchema,
    problems: ['undo_not_found'],
  })
  readUndo(@CurrentPrincipal() principal: Principal, @Param('id') id: string): Promise<Undo> {
    return this.orders.read('undos', principal, id);
  }

  @Route('POST', 'undos/:id/cancel', {
    role: 'editor',
    scope: 'contacts.write',
    audit: 'undo.cancelled',
    summary: 'Cancel an undo',
    description: 'One that is under way stops between batches; what went back stays so. Then it can be ordered again.',
    answer: undoSchema,
    problems: ['undo_not_found', 'wrong_state'],
  })
  cancelUndo(
    @CurrentPrincipal() principal: Principal,
    @Param('id') id: string,
    @Committing() commit: Commit,
  ): Promise<Undo> {
    return this.orders.cancel('undos', principal, id, commit);
  }
}
