import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { InfiniteData, QueryClient } from '@tanstack/react-query';
import type { Contact, OptOutRequest, Page } from '#contracts';
import { request } from './client.js';

export const contactPath = (accountId: string, phone: string) =>
  `/accounts/${accountId}/contacts/${encodeURIComponent(phone)}`;
const contactKey = (accountId: string, phone: string) => ['contacts', 'one', accountId, phone];

/** The body of the API's PATCH: fields that are left out stay, a value that is null is removed. */
export interface ContactChange {
  name?: string;
  tags?: string[];
  values?: Record<string, string | null>;
}

export interface NewContact extends ContactChange {
  phone: string;
  name: string;
}

/** One contact as it is now. Until the answer comes, the copy from the list is shown. */
export function useContact(accountId: string, phone: string) {
  const client = useQueryClient();
  return useQuery({
    queryKey: contactKey(accountId, phone),
    queryFn: ({ signal }) => request<Contact>(contactPath(accountId, phone), { signal }),
    placeholderData: listedContact(client, accountId, phone),
    staleTime: 0,
  });
}

/** Changes a contact only if it is still in the state `seen`. */
export function useChangeContact() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ seen, change }: { seen: Contact; change: ContactChange }) =>
      request<Contact>(contactPath(seen.accountId, seen.phone), {
        method: 'PATCH',
        body: change,
        headers: { 'If-Match': `"${seen.revision}"` },
      }),
    onSuccess: (changed) => {
      client.setQueryData(contactKey(changed.accountId, changed.phone), changed);
      replaceListed(client, changed);
      void client.invalidateQueries({ queryKey: ['tags'] });
    },
  });
}

/** Adds a contact, or changes the existing one with this phone number. */
export function useAddContact() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ accountId, body }: { accountId: string; body: NewContact }) =>
      request<Contact>(`/accounts/${accountId}/contacts`, { method: 'POST', body }),
    onSuccess: (added) => {
      client.setQueryData(contactKey(added.accountId, added.phone), added);
      for (const touched of [['contacts', 'list'], ['contacts', 'count'], ['tags']])
        void client.invalidateQueries({ queryKey: touched });
    },
  });
}

/** Marks a contact as "do not contact", or takes the mark off (null). */
export function useOptOut({ accountId, phone }: Contact, onDone: () => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (mark: Partial<OptOutRequest> | null) =>
      mark
        ? request<Contact>(`${contactPath(accountId, phone)}/opt-out`, { method: 'POST', body: mark })
        : request<Contact>(`${contactPath(accountId, phone)}/opt-in`, { method: 'POST' }),
    onSuccess: (changed) => {
      client.setQueryData(contactKey(accountId, phone), changed);
      replaceListed(client, changed);
      // A mark for all numbers is one of the same person in the others too.
      void client.invalidateQueries({ queryKey: ['contacts', 'list'], refetchType: 'none' });
      onDone();
    },
  });
}

/** Reads a contact from the API, not from the page's cache. */
export const readContact = ({ accountId, phone }: Contact): Promise<Contact> =>
  request<Contact>(contactPath(accountId, phone));

type Lists = InfiniteData<Page<Contact>>;
const isSame = (one: Pick<Contact, 'accountId' | 'phone'>, other: Pick<Contact, 'accountId' | 'phone'>) =>
  one.accountId === other.accountId && one.phone === other.phone;

function listedContact(client: QueryClient, accountId: string, phone: string): Contact | undefined {
  for (const [, list] of client.getQueriesData<Lists>({ queryKey: ['contacts', 'list'] })) {
    const found = list?.pages.flatMap(({ items }) => items).find((item) => isSame(item, { accountId, phone }));
    if (found) return found;
  }
  return undefined;
}

/** Shows a change in the lists that have the contact, without reading every page of them again. */
function replaceListed(client: QueryClient, changed: Contact): void {
  client.setQueriesData<Lists>(
    { queryKey: ['contacts', 'list'] },
    (list) =>
      list && {
        ...list,
        pages: list.pages.map((page) => ({
          ...page,
          items: page.items.map((item) => (isSame(item, changed) ? changed : item)),
        })),
      },
  );
}
