import { facetsOf, nameSortKey, reversePhone, termsOf, type ContactState } from '#contact-rules';
import type { ContactRecord } from './contact.schema.js';

/** The fields of a contact that only repeat the others, in the form that filters and orders use. */
export function contactKeys(
  phone: string,
  state: ContactState,
): Pick<ContactRecord, 'facets' | 'terms' | 'nameKey' | 'reversedPhone'> {
  return { ...searchKeys(phone, state), nameKey: nameSortKey(state.name) };
}

/** Those of them that filters use. */
export function searchKeys(
  phone: string,
  state: ContactState,
): Pick<ContactRecord, 'facets' | 'terms' | 'reversedPhone'> {
  return { facets: facetsOf(state), terms: termsOf(state.name), reversedPhone: reversePhone(phone) };
}
