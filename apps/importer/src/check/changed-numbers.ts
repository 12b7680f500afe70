import type { GoodRow } from '#contact-rules';
import { coded, type Coded } from '#contracts';

const SHOWN_NUMBERS = 5;

/** The phone numbers of a file that are not stored as they are written, for the warnings about them. */
export class ChangedNumbers {
  /** Mexican numbers whose 1 was dropped: how many, and the row of the first. So below. */
  private readonly mexican = { count: 0, row: 0 };
  /** Of the numbers that became international: those that could also be ones of another country. */
  private readonly doubtful = { count: 0, row: 0 };
  private national = 0;
  private readonly shown: string[] = [];

  /** @param country the stated country of numbers without a code */
  constructor(private readonly country: string | undefined) {}

  note(row: number, { statement: { phone }, written, national }: GoodRow): void {
    if (written !== undefined && written !== phone) count(this.mexican, row);
    if (!national) return;
    if (++this.national <= SHOWN_NUMBERS) this.shown.push(`${national.written} → ${phone}`);
    if (national.isDoubtful) count(this.doubtful, row);
  }

  remarks(): Coded[] {
    const remarks: Coded[] = [];
    if (this.mexican.count > 0) remarks.push(coded('mexican_numbers', this.mexican));
    if (this.national > 0) {
      const found = { count: this.national, country: this.country!, numbers: this.shown.join(', ') };
      remarks.push(coded('national_numbers/shown', found));
    }
    if (this.doubtful.count > 0) remarks.push(coded('doubtful_numbers', this.doubtful));
    return remarks;
  }
}

function count(numbers: { count: number; row: number }, row: number): void {
  if (numbers.count++ === 0) numbers.row = row;
}
