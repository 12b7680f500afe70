import type { ImportRecord } from '#persistence';
import type { History } from '../history.js';
import type { EditAsked, ImportAsked, Operation, TagChangeAsked, Writing } from '../operations.js';
import { keyOf, readState, type State } from '../rules.js';
import { ImportOrder } from './import-order.js';

/** The row that a contact names when it was changed by a column that is blank throughout: that of the header. */
export const HEADER_ROW = 1;
export const NOBODY = -1;

/**
 * The history of every contact in order, with the operation that made each revision. A `place` is an index into all
 * revisions, sorted by contact and then by number. All arrays are flat, because there are a million of them.
 */
export class Chronicle {
  /** What changes contacts; an `author` is an index into it. First all imports, so that it is one into these as well. */
  readonly writings: readonly Writing[];
  readonly imports: readonly ImportAsked[];
  readonly order: ImportOrder;
  /** By author: when it wrote nothing any more. */
  readonly ends: readonly number[];
  /** By contact: its first place. The places of the next contact follow. */
  readonly starts: Int32Array;
  /** By place. */
  readonly contactAt: Int32Array;
  readonly authorAt: Int32Array;
  private readonly revisionAt: Int32Array;
  private readonly authorsByWriter = new Map<string, number>();
  private readonly editsByName = new Map<string, number>();
  private readonly changesByTag = new Map<string, number>();

  constructor(
    readonly history: History,
    operations: readonly Operation[],
    records: readonly ImportRecord[],
  ) {
    const ofKind = <K extends Writing['kind']>(kind: K) =>
      operations.filter((one): one is Extract<Writing, { kind: K }> => one.kind === kind);
    const [edits, tagChanges] = [ofKind('edit'), ofKind('tag-change')];
    this.imports = ofKind('import');
    this.writings = [...this.imports, ...edits, ...tagChanges];
    for (const [author, writing] of this.writings.entries()) this.index(author, writing);
    const reopened = new Set(records.flatMap(({ _id, reopenedAt }) => (reopenedAt ? [_id] : [])));
    this.ends = this.writings.map(({ ended, ...one }) => ('id' in one && reopened.has(one.id) ? Infinity : ended));
    this.order = new ImportOrder(this.imports, reopened);

    const [contacts, revisions] = [history.phones.length, history.numbers.length];
    this.starts = new Int32Array(contacts + 1);
    this.revisionAt = new Int32Array(revisions);
    this.contactAt = new Int32Array(revisions);
    this.authorAt = new Int32Array(revisions);
    for (let contact = 0, place = 0; contact < contacts; contact++) {
      for (const revision of history.revisionsOf(contact)) {
        this.contactAt[place] = contact;
        this.revisionAt[place++] = revision;
      }
      this.starts[contact + 1] = place;
      this.findAuthors(contact);
    }
    this.order.settle();
  }

  get contacts(): number {
    return this.starts.length - 1;
  }

  numberAt(place: number): number {
    return this.history.numbers[this.revisionAt[place]!]!;
  }

  rowAt(place: number): number {
    return this.history.rows[this.revisionAt[place]!]!;
  }

  textAt(place: number): string {
    return this.history.states[this.revisionAt[place]!]!;
  }

  stateAt(place: number): State {
    return readState(this.textAt(place));
  }

  writerAt(place: number): string {
    return this.history.writerOf(this.revisionAt[place]!);
  }

  /** The state before a revision: null when there was no contact, undefined when the revision before is missing. */
  textBefore(place: number): string | null | undefined {
    const number = this.numberAt(place);
    if (number === 1) return null;
    const isFirst = place === this.starts[this.contactAt[place]!];
    return isFirst || this.numberAt(place - 1) !== number - 1 ? undefined : this.textAt(place - 1);
  }

  accountOf(contact: number): string {
    return this.history.accountIds[contact]!;
  }

  nameOf(contact: number): string {
    return `${this.history.accountIds[contact]}/${this.history.phones[contact]}`;
  }

  /** Whether all that one operation did was before all that another did. */
  precedes(a: number, b: number): boolean {
    if (a < this.imports.length && b < this.imports.length) return this.order.precedes(a, b);
    return this.ends[a]! < this.writings[b]!.begun;
  }

  /**
   * The states that a contact may have had while something was done: texts in order, null where there was no contact.
   * @param isBefore whether an author's writes were all before it, and `isAfter`: after it
   */
  statesDuring(
    contact: number,
    isBefore: (author: number) => boolean,
    isAfter: (author: number, place: number) => boolean,
  ): (string | null)[] {
    let states: (string | null)[] = [null];
    for (let place = this.starts[contact]!; place < this.starts[contact + 1]!; place++) {
      const author = this.authorAt[place]!;
      if (author !== NOBODY && isAfter(author, place)) break;
      if (author !== NOBODY && isBefore(author)) states = [];
      states.push(this.textAt(place));
    }
    return states;
  }

  /** A revision with those around it, for whoever looks for the cause. */
  around(place: number): string {
    const contact = this.contactAt[place]!;
    const from = Math.max(this.starts[contact]!, place - 2);
    const lines: string[] = [];
    for (let at = from; at < Math.min(this.starts[contact + 1]!, place + 2); at++) lines.push(this.line(at));
    return `${this.nameOf(contact)}: ${lines.join('; ')}`;
  }

  /** The last revisions of a contact. */
  lately(contact: number): string {
    const end = this.starts[contact + 1]!;
    return end === this.starts[contact] ? `${this.nameOf(contact)}: no revision` : this.around(end - 1);
  }

  private line(place: number): string {
    const row = this.rowAt(place);
    const writer = this.writerAt(place);
    return `${this.numberAt(place)} by ${writer}${row > 0 ? ` row ${row}` : ''} ${this.textAt(place)}`;
  }

  private index(author: number, writing: Writing): void {
    if (writing.kind === 'import') this.authorsByWriter.set(`import ${writing.id}`, author);
    else if (writing.kind === 'edit') this.editsByName.set(writing.name, author);
    else this.changesByTag.set(`${writing.accountId} ${keyOf(writing.tag)}`, author);
  }

  private findAuthors(contact: number): void {
    let lastImport = NOBODY;
    for (let place = this.starts[contact]!; place < this.starts[contact + 1]!; place++) {
      const author = this.findAuthor(contact, place);
      this.authorAt[place] = author;
      if (author === NOBODY || author >= this.imports.length) continue;
      if (lastImport !== NOBODY) this.order.observe(lastImport, author, () => this.around(place));
      lastImport = author;
    }
  }

  private findAuthor(contact: number, place: number): number {
    const writer = this.writerAt(place);
    const accountId = this.accountOf(contact);
    if (writer.startsWith('import ')) {
      const author = this.authorsByWriter.get(writer) ?? NOBODY;
      return this.writings[author]?.accountId === accountId ? author : NOBODY;
    }
    const before = this.textBefore(place);
    if (before === undefined) return NOBODY;
    const after = readState(this.textAt(place));
    const known = before === null ? null : readState(before);
    const change = known?.name === after.name ? this.findTagChange(accountId, known, after) : NOBODY;
    if (change !== NOBODY) return change;
    // The name may be the same as before if the edit is done again.
    const author = this.editsByName.get(after.name) ?? NOBODY;
    const edit = this.writings[author] as EditAsked | undefined;
    return edit?.accountId === accountId && edit.phone === this.history.phones[contact] ? author : NOBODY;
  }

  private findTagChange(accountId: string, known: State, after: State): number {
    const different = [...new Set([...known.tags, ...after.tags])].filter(
      (tag) => known.tags.has(tag) !== after.tags.has(tag),
    );
    if (different.length !== 1) return NOBODY;
    const author = this.changesByTag.get(`${accountId} ${different[0]}`) ?? NOBODY;
    const { change } = (this.writings[author] ?? {}) as Partial<TagChangeAsked>;
    return (change === 'add') === after.tags.has(different[0]!) ? author : NOBODY;
  }
}
