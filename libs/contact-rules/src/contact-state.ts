import type { OptOutMark } from './opt-out.js';

/**
 * The data of a contact: name, tags and values. Tags and values keep the order in which they were added. No two tags,
 * and no two value names, have the same {@link fold}.
 */
export interface ContactState {
  name: string;
  tags: string[];
  values: { name: string; value: string }[];
  optOut?: OptOutMark | null;
  /** An undo took back the import that created it. A row or an edit that names the contact takes this mark away. */
  takenBack?: boolean;
}
