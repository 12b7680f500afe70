import type { Account, ApiKey, AuditEntry, Member } from '#contracts';
import { audit } from '../i18n/catalogue/audit.js';
import type { AreaTexts, Translate } from '../i18n/text.js';

type T = Translate<AreaTexts<typeof audit>>;

/** What ids stand for, as far as it is known. */
export interface Names {
  members: readonly Member[];
  keys: readonly ApiKey[];
  accounts: readonly Account[];
}

/** The start of an id says nothing but the time; its end tells ids apart. */
const shortened = (id: string) => `…${id.slice(-6)}`;

/** An entry of the audit log as a sentence. What a newer API notes, and this page knows no sentence for, shows by its name. */
export function auditSentence(entry: AuditEntry, names: Names, t: T): string {
  const who = actorName(entry.actor, names, t);
  const what = targetName(entry, names);
  const key = `audit.did.${entry.action}`;
  if (isKnown(key)) return t(key, { who, what });
  return t('audit.other', { who, action: entry.action, what });
}

/** The actions that the page knows, in the catalogue's order. From there, as the API's list would bring zod along. */
export const KNOWN_ACTIONS: readonly string[] = Object.keys(audit)
  .filter((key) => key.startsWith('audit.name.'))
  .map((key) => key.slice('audit.name.'.length));

/** The name of a kind of action, for the filter. */
export function actionName(action: string, t: T): string {
  const key = `audit.name.${action}`;
  return isKnown(key) ? t(key, { who: '', what: '' }) : action;
}

function actorName({ kind, id }: AuditEntry['actor'], { members, keys }: Names, t: T): string {
  if (kind === 'key') {
    const name = keys.find((key) => key.id === id)?.name;
    return name === undefined ? t('audit.unknownKey', { id: shortened(id) }) : t('audit.key', { name });
  }
  return members.find((member) => member.id === id)?.name ?? t('audit.formerMember', { id: shortened(id) });
}

function targetName({ targets }: AuditEntry, { members, keys, accounts }: Names): string {
  const named = targets.map(
    (id) =>
      members.find((member) => member.id === id)?.name ??
      keys.find((key) => key.id === id)?.name ??
      accounts.find((account) => account.id === id)?.displayName,
  );
  const [id] = targets;
  return named.find((name) => name !== undefined) ?? (id ? shortened(id) : '');
}

type Known = Extract<keyof typeof audit, `audit.${'did' | 'name'}.${string}`>;
const isKnown = (key: string): key is Known => Object.hasOwn(audit, key);
