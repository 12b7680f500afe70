import type { Bench, Comparison, Figure, Outcome } from '../figure.js';
import { subscribersBlob } from '../people-blob.js';
import type { Listmonk } from './listmonk.js';

interface BesideListmonk extends Omit<Figure, 'measure'> {
  /** Without `besideName`: it is always listmonk. */
  measure(bench: Bench, listmonk: Listmonk): Promise<Omit<Comparison, 'besideName'> | { skipped: string }>;
}

/** A figure that is skipped where listmonk cannot be started. */
export function besideListmonk(figure: BesideListmonk): Figure {
  return {
    ...figure,
    async measure(bench): Promise<Outcome> {
      const listmonk = await bench.listmonk();
      if ('missing' in listmonk) return { skipped: listmonk.missing };
      const outcome = await figure.measure(bench, listmonk);
      return 'skipped' in outcome ? outcome : { ...outcome, besideName: listmonk.title };
    },
  };
}

/** The people of the bench, stored in a list. */
export interface Subscribed {
  list: number;
  file: Blob;
}

/** A list with `rows` subscribers. Figures may read it, and may import the same ones into it again. */
export function subscribedPeople(bench: Bench, listmonk: Listmonk): Promise<Subscribed> {
  return bench.once('subscribed people', async () => {
    const { rows } = bench.sizes;
    const list = await listmonk.newList();
    const file = await subscribersBlob(rows, 'people.example');
    await listmonk.import(list, file, rows);
    await listmonk.settled();
    return { list, file };
  });
}
