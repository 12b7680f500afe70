import { Schema } from 'mongoose';
import type { OrganisationLimits } from '#contracts';
import { options } from '../schema-options.js';

/** An organisation: the tenant. [gateway] */
export interface OrganisationRecord {
  _id: string;
  name: string;
  createdAt: Date;
  /** Written by whoever changes or removes a member; see MembersRepository.exclude. */
  membersChangedAt?: Date | null;
  /** Since when nobody can use it. */
  suspendedAt?: Date | null;
  /** Since when its members need a second factor; missing or null: they need none. */
  secondFactorRequiredAt?: Date | null;
  /** Its own limits, where it has some. */
  limits?: Partial<OrganisationLimits>;
}
export const organisationDefinition = {
  name: 'Organisation',
  schema: new Schema<OrganisationRecord>(
    {
      _id: String,
      name: { type: String, required: true },
      createdAt: { type: Date, required: true },
      membersChangedAt: { type: Date, default: null },
      suspendedAt: { type: Date, default: null },
      secondFactorRequiredAt: { type: Date, default: null },
      limits: { type: Schema.Types.Mixed },
    },
    { ...options, collection: 'organisations' },
  ).index({ suspendedAt: 1 }),
};
