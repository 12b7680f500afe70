import { useMemo, useState } from 'react';
import type { Contact } from '#contracts';
import { useCatalogue } from '../api/tags.js';
import { readStored, writeStored } from '../ui/stored.js';

/** The value columns of the table: all names in their order, which of them are shown, and how to change that. */
export interface Columns {
  all: string[];
  shown: string[];
  toggle: (name: string) => void;
  move: (name: string, by: -1 | 1) => void;
}

interface Choice {
  order: string[];
  hidden: string[];
}

const storageKey = (accountId: string | null) => `contacts.columns.${accountId ?? 'all'}`;

/** The columns of an account, as chosen in this browser. Names come from the catalogue, or else from the loaded contacts. */
export function useColumns(accountId: string | null, contacts: readonly Contact[]): Columns {
  const catalogue = useCatalogue(accountId).data;
  const [changed, setChanged] = useState<Record<string, Choice>>({});
  const key = storageKey(accountId);
  const choice = useMemo(() => changed[key] ?? readChoice(key), [changed, key]);
  const all = useMemo(() => {
    const names = new Set(choice.order);
    const known = catalogue?.filter((entry) => entry.kind === 'value').map((entry) => entry.name) ?? [];
    const seen = contacts.flatMap((contact) => Object.keys(contact.values));
    const present = new Set([...known, ...seen]);
    for (const name of [...present].sort((one, other) => one.localeCompare(other))) names.add(name);
    return [...names].filter((name) => present.has(name));
  }, [choice.order, catalogue, contacts]);

  // Returns the same array while nothing has changed: a table with new columns renders every cell again.
  const shown = useMemo(() => all.filter((name) => !choice.hidden.includes(name)), [all, choice.hidden]);

  const change = (next: Choice) => {
    writeStored(key, JSON.stringify(next));
    setChanged((before) => ({ ...before, [key]: next }));
  };
  return {
    all,
    shown,
    toggle: (name) => {
      const hidden = choice.hidden.includes(name)
        ? choice.hidden.filter((other) => other !== name)
        : [...choice.hidden, name];
      change({ order: all, hidden });
    },
    move: (name, by) => {
      const order = all.filter((other) => other !== name);
      order.splice(all.indexOf(name) + by, 0, name);
      change({ order, hidden: choice.hidden });
    },
  };
}

function readChoice(key: string): Choice {
  try {
    const stored = JSON.parse(readStored(key) ?? '{}') as Partial<Choice>;
    return { order: stored.order ?? [], hidden: stored.hidden ?? [] };
  } catch {
    return { order: [], hidden: [] };
  }
}
