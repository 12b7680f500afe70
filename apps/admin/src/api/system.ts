import { useQuery } from '@tanstack/react-query';
import type { Import, Page, System } from '#contracts';
import { request } from './client.js';

const LOOK_AGAIN_MS = 5_000;

/** The state of the whole installation, live. @param mayRead only its operators may */
export function useSystem(mayRead: boolean) {
  return useQuery({
    enabled: mayRead,
    queryKey: ['system'],
    queryFn: ({ signal }) => request<System>('/system', { signal }),
    refetchInterval: LOOK_AGAIN_MS,
  });
}

/** The organisation's imports that have not ended, in all its accounts, live. */
export function useOpenImports() {
  return useQuery({
    queryKey: ['imports', 'open'],
    queryFn: ({ signal }) => request<Page<Import>>('/imports?status=open&limit=100', { signal }),
    select: (page) => page.items,
    refetchInterval: LOOK_AGAIN_MS,
  });
}
