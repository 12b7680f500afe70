import type { MembershipRecord, UserRecord } from './access.schemas.js';

/** A person as a member of one organisation: `createdAt` and all that they may do there are those of the membership. */
export type MemberRecord = Omit<UserRecord, 'memberships'> &
  Pick<MembershipRecord, 'accountIds' | 'mayDownload'> & {
    /** The ids of all organisations that the person belongs to. */
    organisationIds: string[];
  };

/** The condition for people who belong to an organisation. */
export function inOrganisation(organisationId: string) {
  return { $or: [{ organisationId }, { 'memberships.organisationId': organisationId }] };
}

/**
 * What a person is in each organisation. For the organisation that is named beside `memberships`, the role beside it
 * holds: a gateway of the build before changes only that one, and knows no `memberships` when it stores somebody.
 */
export function membershipsOf(user: UserRecord): MembershipRecord[] {
  const { memberships = [], organisationId, role, createdAt: joinedAt } = user;
  const isBeside = (membership: MembershipRecord): boolean => membership.organisationId === organisationId;
  return [
    { joinedAt, ...memberships.find(isBeside), organisationId, role },
    ...memberships.filter((membership) => !isBeside(membership)),
  ];
}

/** @returns null if the person does not belong to the organisation */
export function asMember(user: UserRecord | null, organisationId: string): MemberRecord | null {
  if (!user) return null;
  const all = membershipsOf(user);
  const membership = all.find((one) => one.organisationId === organisationId);
  if (!membership) return null;
  const { memberships: _, ...person } = user;
  const { joinedAt: createdAt, ...here } = membership;
  return { ...person, ...here, createdAt, organisationIds: all.map((one) => one.organisationId) };
}

/**
 * What to store for these memberships. The organisation beside them stays, if it is among them: it is the one that
 * signing in opens.
 */
export function withMemberships(
  memberships: readonly MembershipRecord[],
  organisationId: string,
): Pick<UserRecord, 'memberships' | 'organisationId' | 'role'> {
  const beside = memberships.find((one) => one.organisationId === organisationId) ?? memberships[0]!;
  return { memberships: [...memberships], organisationId: beside.organisationId, role: beside.role };
}
