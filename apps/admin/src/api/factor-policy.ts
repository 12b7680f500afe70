import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { FactorPolicy } from '#contracts';
import { request } from './client.js';

const POLICY = 'second-factor-policy';

/** Whether the organisation requires a second factor, and whom that concerns. */
export function useFactorPolicy() {
  return useQuery({ queryKey: [POLICY], queryFn: () => request<FactorPolicy>(`/${POLICY}`) });
}

/** @returns a mutation that requires a second factor, or no more */
export function useChangeFactorPolicy() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (isRequired: boolean) => request<FactorPolicy>(`/${POLICY}`, { method: isRequired ? 'PUT' : 'DELETE' }),
    onSuccess: (policy) => client.setQueryData([POLICY], policy),
  });
}
