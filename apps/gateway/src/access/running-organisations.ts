import { Injectable } from '@nestjs/common';
import { MembersRepository, OrganisationsRepository, type MemberRecord, type OrganisationRecord } from '#persistence';
import { ProblemError, Remembered } from '#platform';
import type { ClientSession } from 'mongodb';

/** Each request asks, so an answer is kept for this long: a suspension takes effect that much later. */
const KEEP_MS = 1_000;

/** Keeps suspended organisations out, and knows what each request needs of the others. */
@Injectable()
export class RunningOrganisations {
  private readonly known = new Remembered<OrganisationRecord | null>(() => KEEP_MS);

  constructor(
    private readonly organisations: OrganisationsRepository,
    private readonly members: MembersRepository,
  ) {}

  /** The organisation as it was a second ago at most, also a suspended one. */
  find(organisationId: string): Promise<OrganisationRecord | null> {
    return this.known.get(organisationId, () => this.organisations.find(organisationId));
  }

  /** @throws ProblemError `organisation_suspended` */
  async require(organisationId: string): Promise<OrganisationRecord | null> {
    const organisation = await this.find(organisationId);
    if (organisation?.suspendedAt) throw suspended();
    return organisation;
  }

  /**
   * The organisation that a person enters when they sign in: the one they used last, or another one while that is
   * suspended.
   * @throws ProblemError `organisation_suspended` when all are
   */
  async enterable(member: MemberRecord, session: ClientSession): Promise<MemberRecord> {
    const closed = new Set(await this.organisations.suspended());
    if (!closed.has(member.organisationId)) return member;
    const other = member.organisationIds.find((id) => !closed.has(id));
    const found = other === undefined ? null : await this.members.find(other, member._id, session);
    if (!found) throw suspended();
    return found;
  }
}

function suspended(): ProblemError {
  return new ProblemError('organisation_suspended');
}
