import { Controller, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import {
  segmentCreateSchema,
  segmentListQuerySchema,
  segmentPageSchema,
  segmentPatchSchema,
  segmentRemovalSchema,
  segmentSchema,
  type Page,
  type Segment,
  type SegmentCreate,
  type SegmentListQuery,
  type SegmentPatch,
  type SegmentRemoval,
} from '#contracts';
import { CurrentPrincipal, type Principal } from '../access/principal.js';
import { Committing, type Commit } from '../audit/commit.js';
import { JsonBody, ValidQuery } from '../http/request-input.js';
import { created, noContent } from '../routes/answers.js';
import { Route } from '../routes/route.js';
import { SegmentsService } from './segments.service.js';

@ApiTags('segments')
@Controller('segments')
export class SegmentsController {
  constructor(private readonly segments: SegmentsService) {}

  @Route('GET', '', {
    role: 'viewer',
    scope: 'contacts.read',
    summary: 'List saved segments',
    description:
      'Oldest first. With `accountId`, those of this account and those of all accounts. `count` is as old as its `at` says; `usedBy` names the campaigns that refer to it and are not frozen yet.',
    query: segmentListQuerySchema,
    answer: segmentPageSchema,
  })
  listSegments(
    @CurrentPrincipal() principal: Principal,
    @ValidQuery() query: SegmentListQuery,
  ): Promise<Page<Segment>> {
    return this.segments.list(principal, query);
  }

  @Route('POST', '', {
    role: 'editor',
    scope: 'contacts.write',
    audit: 'segment.created',
    summary: 'Save a segment',
    description: [
      'Conditions with a name, for one account or, without `accountId`, for all of the organisation. The name is unique in the organisation, without regard to case. Conditions that no contact meets, or that name a tag or value that nobody has, are allowed: the segment counts 0.',
      'Give its id as `segmentId` to the list of contacts, exports, tag changes and campaigns. `import` and `updatedSince` cannot be saved: a segment selects people, not what happened.',
    ].join('\n\n'),
    body: segmentCreateSchema,
    answer: created(segmentSchema, 'Where the segment is.'),
    problems: ['account_not_found', 'segment_exists'],
  })
  createSegment(
    @CurrentPrincipal() principal: Principal,
    @JsonBody() body: SegmentCreate,
    @Committing() commit: Commit,
  ): Promise<Segment> {
    return this.segments.create(principal, body, commit);
  }

  @Route('GET', ':id', {
    role: 'viewer',
    scope: 'contacts.read',
    summary: 'Read one segment',
    answer: segmentSchema,
    problems: ['segment_not_found'],
  })
  readSegment(@CurrentPrincipal() principal: Principal, @Param('id') id: string): Promise<Segment> {
    return this.segments.read(principal, id);
  }

  @Route('PATCH', ':id', {
    role: 'editor',
    scope: 'contacts.write',
    audit: 'segment.changed',
    summary: 'Change a segment',
    description:
      'What is left out stays; `conditions` is replaced as a whole. Draft and scheduled campaigns that refer to it have the new conditions at once. Frozen audiences, exports and tag changes keep those that they were made with.',
    body: segmentPatchSchema,
    answer: segmentSchema,
    problems: ['segment_not_found', 'segment_exists', 'segment_without_condition'],
  })
  changeSegment(
    @CurrentPrincipal() principal: Principal,
    @Param('id') id: string,
    @JsonBody() body: SegmentPatch,
    @Committing() commit: Commit,
  ): Promise<Segment> {
    return this.segments.change(principal, id, body, commit);
  }

  @Route('DELETE', ':id', {
    role: 'editor',
    scope: 'contacts.write',
    audit: 'segment.removed',
    summary: 'Delete a segment',
    description:
      'One that draft or scheduled campaigns refer to is refused (409), and the answer names them. With `force=true` it is deleted all the same, and the campaigns keep its conditions as their own.',
    query: segmentRemovalSchema,
    answer: noContent('It is deleted.'),
    problems: ['segment_not_found', 'segment_in_use'],
  })
  removeSegment(
    @CurrentPrincipal() principal: Principal,
    @Param('id') id: string,
    @ValidQuery() { force }: SegmentRemoval,
    @Committing() commit: Commit,
  ): Promise<void> {
    return this.segments.remove(principal, id, force === 'true', commit);
  }

  @Route('POST', ':id/count', {
    role: 'viewer',
    scope: 'contacts.read',
    audit: { none: 'it only counts' },
    summary: 'Count a segment again',
    description:
      'Exactly, and now; for a large account the count may be from up to a minute before. The segment keeps it, with its time.',
    answer: segmentSchema,
    problems: ['segment_not_found'],
  })
  countSegment(@CurrentPrincipal() principal: Principal, @Param('id') id: string): Promise<Segment> {
    return this.segments.recount(principal, id);
  }
}
