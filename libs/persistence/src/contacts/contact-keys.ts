import {
  facetForImport,
  facetsOf,
  nameSortKey,
  OPT_OUT_FACET,
  reversePhone,
  termsOf,
  type ContactState,
} from '#contact-rules';
import type { ContactRecord } from './contact.schema.js';

/**
 * The fields of a contact that are derived from the others, for filters and sort orders.
 * @param importId the import that last created or changed the contact
 */
export function contactKeys(
  phone: string,
  state: ContactState,
  importId: string | null = null,
): Pick<ContactRecord, 'facets' | 'terms' | 'nameKey' | 'reversedPhone'> {
  const { facets, ...keys } = searchKeys(phone, state);
  return {
    ...keys,
    facets: [
      ...facets,
      ...(state.optOut ? [OPT_OUT_FACET] : []),
      ...(importId === null ? [] : [facetForImport(importId)]),
    ],
    nameKey: nameSortKey(state.name),
  };
}

/** Those of the derived fields that filters use. */
export function searchKeys(
  phone: string,
  state: ContactState,
): Pick<ContactRecord, 'facets' | 'terms' | 'reversedPhone'> {
  return { facets: facetsOf(state), terms: termsOf(state.name), reversedPhone: reversePhone(phone) };
}
