import { useQuery } from '@tanstack/react-query';
import type { Person } from '#contracts';
import { request } from './client.js';

/** The contacts of all accounts with a phone number, as a row of a file may have it. */
export function usePerson(phone: string) {
  return useQuery({
    queryKey: ['contacts', 'person', phone],
    queryFn: ({ signal }) => request<Person>(`/contacts/${encodeURIComponent(phone)}`, { signal }),
    enabled: phone !== '',
    // The contacts may have been changed a moment ago.
    staleTime: 0,
  });
}
