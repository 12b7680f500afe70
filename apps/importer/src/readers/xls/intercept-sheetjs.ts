import type { CellObject, WorkSheet } from '@e965/xlsx';
import { CellSink } from './cell-sink.js';

/**
 * Takes part in how SheetJS 0.20.3 reads XLS, which has no other way to do so than the properties that it sets on the
 * way: they become accessors on all objects. Only for a process that does nothing else. It mends three things:
 *
 * - Each cell comes to us as it is read. By itself SheetJS keeps an object for each, in `sheet['!data'][row][column]`:
 *   760 MB for 65,000 rows of 20 columns, instead of 160 MB.
 * - Long lists of texts are stored in pieces, and SheetJS looks for every single character through the list of the places
 *   where pieces end (`lens`): 65,000 rows of 20 different texts took 20 seconds, instead of 3.
 * - Each text is kept as XML too (`raw`), for which nobody asks: another 65 bytes.
 *
 * @returns what gives the cells of a sheet, once it was read
 */
export function interceptSheetJs(): (sheet: WorkSheet) => CellSink | undefined {
  const sinks = new WeakMap<object, CellSink>();
  onAssignment('!data', (sheet) => {
    const sink = new CellSink();
    sinks.set(sheet, sink);
    return rowsInto(sink);
  });
  onAssignment('lens', () => new Places());
  Object.defineProperty(Object.prototype, 'raw', { configurable: true, set: () => {} });
  return (sheet) => sinks.get(sheet);
}

/** Whatever is assigned to the property of an object for the first time, it gets what `replace` makes. */
function onAssignment(property: string, replace: (object: object) => unknown): void {
  Object.defineProperty(Object.prototype, property, {
    configurable: true,
    set(this: object) {
      Object.defineProperty(this, property, { value: replace(this), writable: true });
    },
  });
}

/** An array of arrays, to whoever writes to it. Nothing comes back out. */
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

/** A list of numbers that answers fast whether one is in it. */
class Places {
  private readonly places = new Set<number>();

  push(place: number): void {
    this.places.add(place);
  }

  indexOf(place: number): number {
    return this.places.has(place) ? 0 : -1;
  }
}
