import { Controller, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  importMendsSchema,
  importRowPageSchema,
  importRowsQuerySchema,
  importSchema,
  type Import,
  type ImportMends,
  type ImportRowPage,
  type ImportRowsQuery,
} from '#contracts';
import { CurrentPrincipal, type Principal } from '../access/principal.js';
import { Committing, type Commit } from '../audit/commit.js';
import { JsonBody, ValidQuery } from '../http/request-input.js';
import { Route } from '../routes/route.js';
import { MendsService } from './mends.service.js';

@ApiTags('imports')
@Controller('imports')
export class MendsController {
  constructor(private readonly mends: MendsService) {}

  @Route('GET', ':id/rows', {
    role: 'viewer',
    scope: 'import',
    summary: 'List the rows of an import that may have to be mended',
    description:
      'Those that are rejected, doubtful (duplicates, and numbers that are not read as they are written) or mended, with the reason and the column that it is about: the first 10,000, while the import waits. After its end they are listed only if some were mended. `same` of a row is how many rows have the same error with the same text in that column.',
    query: importRowsQuerySchema,
    answer: importRowPageSchema,
    problems: ['import_not_found', 'not_found', 'not_ready'],
  })
  listRows(
    @CurrentPrincipal() principal: Principal,
    @Param('id') id: string,
    @ValidQuery() query: ImportRowsQuery,
  ): Promise<ImportRowPage> {
    return this.mends.rows(principal, id, query);
  }

  @Route('PATCH', ':id/mends', {
    role: 'editor',
    scope: 'import',
    audit: 'import.mended',
    summary: 'Mend rows of a waiting import',
    description:
      'Its file is checked again, read through the mends, and the import waits for a yes again. The uploaded file stays as it is. What is sent is added to what was mended before; null takes a cell or a rule back. `same` mends every cell of a column with one text, and `kinds` leaves out all rows that are rejected for one reason. With `check`, as the list of rows says it, nothing is mended if the file was checked again since. Doing it again answers the same import.',
    body: importMendsSchema,
    answer: importSchema,
    problems: ['import_not_found', 'wrong_state'],
  })
  mendImport(
    @CurrentPrincipal() principal: Principal,
    @Param('id') id: string,
    @JsonBody() body: ImportMends,
    @Committing() commit: Commit,
  ): Promise<Import> {
    return this.mends.mend(principal, id, body, commit);
  }
}
