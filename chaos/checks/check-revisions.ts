import type { ImportRecord } from '#persistence';
import type { ImportAsked } from '../operations.js';
import {
  afterEdit,
  afterRow,
  afterTagChange,
  keyOf,
  readState,
  textOfState,
  withoutColumn,
  type State,
} from '../rules.js';
import { findLost } from './check-lost.js';
import { Cases, inDigits, type Finding } from './check.js';
import { HEADER_ROW, NOBODY, type Chronicle } from './chronicle.js';

/** What each import did to contacts, by the history. */
export interface Written {
  created: number;
  updated: number;
  /** Rows without a revision that would have changed the contact, whatever state it had during the import. */
  lost: number;
  /** How many contacts lost the value of a blank column. */
  removed: Map<string, number>;
}

/**
 * Checks that each revision is what the operation makes of the revision before, that nothing was done twice, and that
 * nothing that was asked for is missing.
 */
export class RevisionCheck {
  /** By author. */
  readonly revisionsOf: number[];
  readonly written: Written[];
  private readonly gaps = new Cases();
  private readonly wrong = new Cases();
  private readonly twice = new Cases();
  private readonly lost = new Cases();
  private rows = 0;

  constructor(
    private readonly chronicle: Chronicle,
    private readonly records: readonly ImportRecord[],
  ) {
    this.revisionsOf = chronicle.writings.map(() => 0);
    this.written = chronicle.imports.map(() => ({ created: 0, updated: 0, lost: 0, removed: new Map() }));
  }

  run(): Finding[] {
    const { history, writings, imports, contacts } = this.chronicle;
    for (let contact = 0; contact < contacts; contact++) this.checkContact(contact);
    const places = this.placesByImport();
    for (const author of imports.keys()) this.checkRows(author, places[author]!);
    findLost(this.chronicle, this.records, this.revisionsOf, this.lost);
    this.gaps.addAll(history.differing);
    const revisions = inDigits(history.numbers.length);
    return [
      this.gaps.finding(
        'A subscriber gets every revision of every contact',
        `${inDigits(contacts)} contacts, ${revisions} revisions, ${inDigits(history.repeats)} of them came again`,
      ),
      this.wrong.finding('Each revision is what one operation makes of the revision before', `${revisions} revisions`),
      this.twice.finding('Nothing is done twice', `${inDigits(writings.length)} operations`),
      this.lost.finding('No row, edit or tag change is lost', `${inDigits(this.rows)} good rows`),
    ];
  }

  private checkContact(contact: number): void {
    const { chronicle } = this;
    const { starts, authorAt, writings } = chronicle;
    const seen = new Set<string>();
    for (let place = starts[contact]!; place < starts[contact + 1]!; place++) {
      const number = chronicle.numberAt(place);
      const expected = place === starts[contact] ? 1 : chronicle.numberAt(place - 1) + 1;
      if (number !== expected) this.gaps.add(() => `revision ${expected} is missing: ${this.around(place)}`);
      const author = authorAt[place]!;
      if (author === NOBODY) {
        if (number === expected) this.wrong.add(() => `nobody asked for this: ${this.around(place)}`);
        continue;
      }
      this.revisionsOf[author]!++;
      const write = `${author} ${this.checkWrite(author, place)}`;
      // An edit whose end nobody knows may have been asked for again.
      const mayRepeat = writings[author]!.kind === 'edit' && writings[author]!.ended === Infinity;
      if (seen.has(write) && !mayRepeat)
        this.twice.add(() => `${writings[author]!.kind} wrote again: ${this.around(place)}`);
      seen.add(write);
    }
  }

  /** Checks a revision unless it comes from a row. @returns what tells it from the author's other writes of the contact */
  private checkWrite(author: number, place: number): string {
    const writing = this.chronicle.writings[author]!;
    const before = this.chronicle.textBefore(place);
    if (writing.kind === 'import') {
      if (this.chronicle.rowAt(place) === HEADER_ROW) return this.checkRemoval(author, writing, place);
      this.written[author]![before === null ? 'created' : 'updated']++;
      return 'row';
    }
    if (before === undefined) return '';
    const state = before === null ? null : readState(before);
    const after = writing.kind === 'edit' ? afterEdit(state, writing) : state && afterTagChange(state, writing);
    this.expectState(place, before, after);
    return '';
  }

  private checkRemoval(author: number, { file }: ImportAsked, place: number): string {
    const before = this.chronicle.textBefore(place);
    if (before == null) return 'unknown column';
    const after = this.chronicle.textAt(place);
    const columns = file.options.blankColumns === 'clear' ? file.blankColumns : [];
    const column = columns.find(
      (one) => before !== after && textOfState(withoutColumn(readState(before), one)) === after,
    );
    if (column === undefined) {
      this.wrong.add(() => `no blank column of the import explains this: ${this.around(place)}`);
      return 'unknown column';
    }
    const { removed } = this.written[author]!;
    removed.set(keyOf(column), (removed.get(keyOf(column)) ?? 0) + 1);
    return column;
  }

  /** The places of each import's rows. */
  private placesByImport(): number[][] {
    const { chronicle } = this;
    const places: number[][] = chronicle.imports.map(() => []);
    for (const [place, author] of chronicle.authorAt.entries())
      if (author !== NOBODY && author < places.length && chronicle.rowAt(place) !== HEADER_ROW)
        places[author]!.push(place);
    return places;
  }

  /** Reads the rows of a file once, and compares them with what the import wrote. */
  private checkRows(author: number, places: readonly number[]): void {
    const { imports, history, contactAt } = this.chronicle;
    const { accountId, file } = imports[author]!;
    const statements = file.statements();
    const written = new Set<number>();
    for (const place of places) {
      const contact = contactAt[place]!;
      written.add(contact);
      const statement = statements.get(history.phones[contact]!);
      if (statement?.row !== this.chronicle.rowAt(place)) {
        this.wrong.add(() => `the file has this contact in row ${statement?.row}: ${this.around(place)}`);
        continue;
      }
      const before = this.chronicle.textBefore(place);
      if (before === undefined) continue;
      this.expectState(place, before, afterRow(before === null ? null : readState(before), statement, file));
    }
    this.rows += statements.size;
    const lost = new Cases();
    for (const [phone, statement] of statements) {
      const contact = history.contactOf(accountId, phone);
      if (contact !== undefined && written.has(contact)) continue;
      const states = contact === undefined ? [null] : this.statesDuringRows(contact, author);
      const changesNothing = (text: string | null) =>
        text !== null && textOfState(afterRow(readState(text), statement, file)) === text;
      if (states.length === 0 || states.some(changesNothing)) continue;
      this.written[author]!.lost++;
      lost.add(() => {
        const after = contact === undefined ? `${accountId}/${phone}: no contact` : this.chronicle.lately(contact);
        return `row ${statement.row} ${JSON.stringify(statement)}: ${after}`;
      });
    }
    this.judgeLost(author, lost);
  }

  /** Only rows that the import counts as unprocessed may have done nothing. */
  private judgeLost(author: number, cases: Cases): void {
    const { id } = this.chronicle.imports[author]!;
    const record = this.records.find(({ _id }) => _id === id);
    const { lost } = this.written[author]!;
    if (!record?.startedAt || lost <= record.counts.unprocessed) return;
    const figures = `import ${id} lost ${lost} rows, and counts ${record.counts.unprocessed} as unprocessed`;
    for (const text of cases.lines) this.lost.add(() => `${figures}: ${text}`);
  }

  private statesDuringRows(contact: number, author: number): (string | null)[] {
    const { chronicle } = this;
    const { writings, ends } = chronicle;
    return chronicle.statesDuring(
      contact,
      (other) => other !== author && chronicle.precedes(other, author),
      // Its own write of this contact can only be that of a blank column, which comes last.
      (other) => other === author || chronicle.precedes(author, other) || ends[author]! < writings[other]!.begun,
    );
  }

  private expectState(place: number, before: string | null, after: State | null): void {
    const expected = after && textOfState(after);
    const text = this.chronicle.textAt(place);
    if (expected === text && text !== before) return;
    const because = text === before ? 'this revision changes nothing' : `it should be ${expected}`;
    this.wrong.add(() => `${because}: ${this.around(place)}`);
  }

  private around(place: number): string {
    return this.chronicle.around(place);
  }
}
