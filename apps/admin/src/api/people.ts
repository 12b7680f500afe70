import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Erasure, Person } from '#contracts';
import { apiUrl, request } from './client.js';

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

/** Where all that is known of a phone is downloaded. */
export const personalDataUrl = (phone: string): string => apiUrl(`/contacts/${encodeURIComponent(phone)}/data`);

/** Erases what is known of a phone in all accounts. The answer names what may still have it. */
export function useErase(phone: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => request<Erasure>(`/contacts/${encodeURIComponent(phone)}/erasure`, { method: 'POST' }),
    onSettled: () => client.invalidateQueries({ queryKey: ['contacts'] }),
  });
}
