import type { CellObject } from '@e965/xlsx';
import { CellSink } from './cell-sink.js';

/** The properties that SheetJS sets and that are replaced. */
const REPLACED = ['!data', 'lens', 'raw'];

/**
 * Changes how SheetJS 0.20.3 reads XLS. SheetJS has no hooks for that, so this replaces properties that it sets by
 * accessors on all objects, while `read` runs; so that must do nothing else, and be synchronous. It fixes three problems:
 *
 * - Each cell is passed to us when it is read. SheetJS itself keeps an object for each, in
 *   `sheet['!data'][row][column]`: 760 MB for 65,000 rows of 20 columns, instead of 160 MB.
 * - Long lists of texts are stored in pieces, and for every single character SheetJS searches the list of the pieces'
 *   ends (`lens`): 65,000 rows of 20 different texts took 20 seconds, instead of 3.
 * - SheetJS also keeps each text as XML (`raw`), which is not needed: another 65 bytes.
 *
 * @returns what `read` returned, and a function that gives the cells of a sheet
 */
export function interceptSheetJs<T>(read: () => T): { result: T; cellsOf: (sheet: object) => CellSink | undefined } {
  const sinks = new WeakMap<object, CellSink>();
  onAssignment('!data', (sheet) => {
    const sink = new CellSink();
    sinks.set(sheet, sink);
    return rowsInto(sink);
  });
  onAssignment('lens', () => new Places());
  Object.defineProperty(Object.prototype, 'raw', { configurable: true, set: () => {} });
  try {
    return { result: read(), cellsOf: (sheet) => sinks.get(sheet) };
  } finally {
    for (const property of REPLACED) Reflect.deleteProperty(Object.prototype, property);
  }
}

/** Replaces the first value that is assigned to a property of an object by the result of `replace`. */
function onAssignment(property: string, replace: (object: object) => unknown): void {
  Object.defineProperty(Object.prototype, property, {
    configurable: true,
    set(this: object) {
      Object.defineProperty(this, property, { value: replace(this), writable: true });
    },
  });
}

/** An array of arrays that passes what is written to it to the sink. Nothing can be read from it. */
function rowsInto(sink: CellSink): unknown[] {
  let row = 0;
  const cells = new Proxy([], {
    get: () => undefined,
    set(_, column, cell) {
      sink.add(row, Number(column), cell as CellObject);
      return true;
    },
  });
  return new Proxy([], {
    get(_, index) {
      row = Number(index);
      return cells;
    },
  });
}

/** A set of numbers with the array methods that SheetJS calls. */
class Places {
  private readonly places = new Set<number>();

  push(place: number): void {
    this.places.add(place);
  }

  indexOf(place: number): number {
    return this.places.has(place) ? 0 : -1;
  }
}
