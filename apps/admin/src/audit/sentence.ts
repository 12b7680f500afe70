import type { Account, ApiKey, AuditEntry, Member } from '#contracts';
import { audit } from '../i18n/catalogue/audit.js';
import { auditFactors } from '../i18n/catalogue/audit-factors.js';
import { auditNames } from '../i18n/catalogue/audit-names.js';
import type { AreaTexts, Translate } from '../i18n/text.js';

/** The texts of the audit log with all its sentences. */
export const auditTexts = { ...audit, ...auditFactors };

type T = Translate<AreaTexts<typeof auditTexts>>;

/** The names for ids, as far as they are known. */
export interface Names {
  members: readonly Member[];
  keys: readonly ApiKey[];
  accounts: readonly Account[];
}

/** The start of an id is only a time; its end tells ids apart. */
const shortened = (id: string) => `…${id.slice(-6)}`;

/**
 * An entry of the audit log as a sentence. An action of a newer API, for which this page has no sentence, is shown by
 * its name.
 */
export function auditSentence(entry: AuditEntry, names: Names, t: T): string {
  const who = actorName(entry.actor, names, t);
  const what = targetName(entry, names);
  const key = `audit.did.${entry.action}`;
  if (isKnown(key)) return t(key, { who, what });
  return t('audit.other', { who, action: entry.action, what });
}

const NAME = 'audit.name.';

/**
 * The actions that the page knows, in the catalogue's order. They come from there because the API's list would load
 * zod.
 */
export const KNOWN_ACTIONS: readonly string[] = Object.keys(auditNames).map((key) => key.slice(NAME.length));

/** The name of a kind of action, for the filter. */
export function actionName(action: string, t: Translate<AreaTexts<typeof auditNames>>): string {
  const key = `${NAME}${action}`;
  return key in auditNames ? t(key as keyof typeof auditNames) : action;
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

type Known = Extract<keyof typeof auditTexts, `audit.${'did' | 'name'}.${string}`>;
const isKnown = (key: string): key is Known => Object.hasOwn(auditTexts, key);
