import { Injectable } from '@nestjs/common';
import { fold, namesPerson, tidyText } from '#contact-rules';
import { listConditionsSchema, parseValueCondition, type ConditionTexts } from '#contracts';
import { ContactsRepository, type AccountRef, type ContactRecord } from '#persistence';

/** A person: their contacts, with the accounts of these, and the names that they had before. */
export interface KnownPerson {
  contacts: readonly ContactRecord[];
  accounts: readonly AccountRef[];
  formerNames: readonly string[];
}

/** What somebody wrote that stays: the name of something, and its conditions on contacts. */
export interface Written {
  title?: string;
  conditions?: ConditionTexts;
}

/** Decides whether texts that somebody wrote, such as the conditions of a segment, may name a person. */
@Injectable()
export class PersonalTexts {
  constructor(private readonly contacts: ContactsRepository) {}

  /**
   * Whether the title has their number or a word of a name, the search would find them by one, or a condition is on a
   * value that nobody else in the account has.
   */
  async name(person: KnownPerson, { title = '', conditions = {} }: Written): Promise<boolean> {
    const phones = person.contacts.map(({ phone }) => phone);
    const names = [...person.contacts.map(({ name }) => name), ...person.formerNames];
    const { search = '', value = [], notValue = [] } = conditions;
    if (namesPerson({ phones, names }, title)) return true;
    if ([search].flat().some((text) => namesPerson({ phones, names }, text, true))) return true;
    for (const condition of [value, notValue].flat()) if (await this.isTheirsAlone(person, condition)) return true;
    return false;
  }

  private async isTheirsAlone({ contacts, accounts }: KnownPerson, condition: string): Promise<boolean> {
    for (const { accountId } of contacts.filter((contact) => hasValue(contact, condition))) {
      const account = accounts.filter(({ id }) => id === accountId);
      const conditions = listConditionsSchema.parse({ value: [condition] });
      if ((await this.contacts.count(account, conditions, false)).value <= 1) return true;
    }
    return false;
  }
}

function hasValue({ values }: ContactRecord, condition: string): boolean {
  const asked = parseValueCondition(condition);
  if (!asked) return false;
  const [itsName, itsValue] = [asked.name, asked.value].map((text) => fold(tidyText(text)));
  return values.some(({ name, value }) => fold(name) === itsName && fold(value) === itsValue);
}
