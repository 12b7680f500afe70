import { twinPhone } from '#contact-rules';
import { coded, type Coded } from '#contracts';
import type { AccountRef, ContactsRepository } from '#persistence';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { PhoneTable } from './phone-table.js';

const OLD_MEXICAN = { start: '521', digits: 13 };

/**
 * The Mexican numbers that the account has with the 1 that is no longer dialled, because it had them before imports
 * dropped the 1. They keep it, so that an unedited download still changes nothing.
 */
export async function readOldForms(contacts: ContactsRepository, account: AccountRef): Promise<PhoneTable> {
  const found = new PhoneTable();
  for await (const phones of contacts.phonesFrom(account, OLD_MEXICAN.start))
    for (const phone of phones) if (phone.length === OLD_MEXICAN.digits) found.put(Number(phone), 1);
  return found;
}

/** Up to so many numbers of a file are looked for in the account in their other form: a second or two. */
const MAX_LOOKED_UP = 50_000;
const LOOKED_UP_AT_ONCE = 500;

/**
 * Warns when the account will have numbers of this file in both forms ({@link twinPhone}): both are in the file, or one
 * is there and the other in the account now.
 */
export async function warnOfTwins(
  contacts: ContactsRepository,
  account: AccountRef,
  phones: PhoneTable,
): Promise<Coded[]> {
  let count = 0;
  let isAll = true;
  const others: string[] = [];
  for (const slice of phones.slices()) {
    for (const phone of slice) {
      const twin = twinPhone(phone);
      if (twin === 0) continue;
      if (phones.get(twin) !== 0) count += phone < twin ? 1 : 0;
      else if (others.length < MAX_LOOKED_UP) others.push(String(twin));
      else isAll = false;
    }
    await nextTurn();
  }
  for (let at = 0; at < others.length; at += LOOKED_UP_AT_ONCE)
    count += (await contacts.findStatementHashes(account, others.slice(at, at + LOOKED_UP_AT_ONCE))).size;
  if (count === 0) return [];
  return [isAll ? coded('phone_twins', { count }) : coded('phone_twins/at_least', { count })];
}
