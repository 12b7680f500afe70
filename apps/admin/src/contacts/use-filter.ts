import { useMemo } from 'react';
import { useSearchParams } from 'react-router';
import { readFilter, writeFilter } from './filter.js';
import type { Filter } from './filter.js';

/** Changes the filter. With `replace`, the previous filter is not kept in the history. */
export type ChangeFilter = (update: (filter: Filter) => Filter, options?: { replace?: boolean }) => void;

/** The filter in the address bar. `unreadable` is the part of it that cannot be read. */
export function useFilter(): { filter: Filter; unreadable: string | null; change: ChangeFilter } {
  const [parameters, setParameters] = useSearchParams();
  const read = useMemo(() => readFilter(parameters), [parameters]);
  const change: ChangeFilter = (update, { replace = false } = {}) => {
    // Read from the address itself: two quick changes may come before the page is rendered with the first.
    const { filter } = readFilter(new URLSearchParams(window.location.search));
    setParameters(writeFilter(update(filter)), { replace });
  };
  return { ...read, change };
}
