import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { NewInvitation, Organisation, OrganisationCreate, OrganisationPatch, OrganisationUsage } from '#contracts';
import { request } from './client.js';
import { usePages } from './pages.js';

export const useOrganisations = () => usePages<Organisation>('organisations', '/organisations');

export const useUsage = (id: string) =>
  useQuery({
    queryKey: ['organisations', 'usage', id],
    queryFn: ({ signal }) => request<OrganisationUsage>(`/organisations/${id}/usage`, { signal }),
  });

export function useCreateOrganisation() {
  return useChange((body: OrganisationCreate) => request<Organisation>('/organisations', { method: 'POST', body }));
}

export function useChangeOrganisation() {
  return useChange(({ id, ...body }: OrganisationPatch & { id: string }) =>
    request<Organisation>(`/organisations/${id}`, { method: 'PATCH', body }),
  );
}

export function useSuspension() {
  return useChange(({ id, step }: { id: string; step: 'suspend' | 'resume' }) =>
    request<Organisation>(`/organisations/${id}/${step}`, { method: 'POST' }),
  );
}

/** The answer carries the one-time link. */
export function useInviteAdministrator() {
  return useChange(({ id, email }: { id: string; email: string }) =>
    request<NewInvitation>(`/organisations/${id}/administrator`, { method: 'POST', body: { email } }),
  );
}

function useChange<Body, Answer>(change: (body: Body) => Promise<Answer>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSettled: () => client.invalidateQueries({ queryKey: ['organisations'] }),
  });
}
