import type { Campaign, Export, Import, ImportOptions, Replay, TagChange } from '#contracts';

/** Something that a client asked for. Times are those of this process, in milliseconds as of `Date.now()`. */
interface Asked {
  accountId: string;
  /** Before the request was sent. */
  begun: number;
  /** When a client was told that it has ended. `Infinity` while nobody knows. */
  ended: number;
}

/** What one good row of a file says about a contact. A value that is null is a blank cell. */
export interface Statement {
  row: number;
  name: string;
  /** Null: the cell is blank, or there is no such column. */
  tags: readonly string[] | null;
  values: Readonly<Record<string, string | null>>;
  /** Missing: it says nothing. */
  optOut?: 'yes' | 'no';
}

/** A file and what must follow from it. */
export interface StatedFile {
  rows: number;
  duplicate: number;
  rejected: number;
  options: ImportOptions;
  hasTagsColumn: boolean;
  /** The value columns that are blank in every row. */
  blankColumns: readonly string[];
  /** The row that counts for each phone. Made again by each call, because a million of them would fill the memory. */
  statements(): Map<string, Statement>;
}

export interface ImportAsked extends Asked {
  kind: 'import';
  id: string;
  /** When a client was told that it is there. Imports of an account are applied in the order of their uploads. */
  accepted: number;
  file: StatedFile;
  /** Whether somebody asked to cancel it. */
  cancelled: boolean;
  /** As a client saw it at its end. */
  record: Import | null;
}

/** An edit of one contact: it replaces the tags, and sets values (null removes one). Its name is no other edit's. */
export interface EditAsked extends Asked {
  kind: 'edit';
  phone: string;
  name: string;
  tags: readonly string[] | null;
  values: Readonly<Record<string, string | null>>;
  /** Whether a client was told that it was done. If not, it may have been done once, or not at all. */
  answered: boolean;
}

/**
 * A tag that is added to, or removed from, every contact of the account that has `having`. No edit and no other change
 * adds or removes this tag, and files have it only if it is to be removed. A client that got no answer asks again, so there may be several records.
 */
export interface TagChangeAsked extends Asked {
  kind: 'tag-change';
  tag: string;
  change: 'add' | 'remove';
  having: string;
  cancelled: boolean;
  records: TagChange[];
}

export interface ExportAsked extends Asked {
  kind: 'export';
  id: string;
  record: Export | null;
  /** The rows of its file, without the header. */
  fileRows: number | null;
}

export interface ReplayAsked extends Asked {
  kind: 'replay';
  id: string;
  cancelled: boolean;
  record: Replay | null;
}

/** A campaign for the contacts with one tag, frozen at once. */
export interface FreezeAsked extends Asked {
  kind: 'freeze';
  id: string;
  tag: string;
  record: Campaign | null;
  /** The phones of its frozen audience. */
  members: readonly string[] | null;
}

/** What changes contacts. */
export type Writing = ImportAsked | EditAsked | TagChangeAsked;
export type Operation = Writing | ExportAsked | ReplayAsked | FreezeAsked;
