import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Me, Proof, RecoveryCodes, SecondFactor, SecondStep, TotpConfirm, TotpSetup } from '#contracts';
import { request } from './client.js';
import { replaceSession } from './session.js';

const FACTOR = 'second-factor';
const PATH = '/me/second-factor';

export function useSecondFactor() {
  return useQuery({ queryKey: [FACTOR], queryFn: () => request<SecondFactor>(PATH) });
}

/** Finishes a sign-in whose password was right. */
export function useSecondStep() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: SecondStep) => request<Me>('/session/second-step', { method: 'POST', body }),
    onSuccess: (me) => replaceSession(client, { me, ended: false }),
  });
}

export const useBeginTotp = () =>
  useFactorChange((body: Proof) => request<TotpSetup>(`${PATH}/totp`, { method: 'POST', body }));

/** The answer carries recovery codes if there were none. */
export const useConfirmTotp = () =>
  useFactorChange((body: TotpConfirm) => request<RecoveryCodes>(`${PATH}/totp`, { method: 'PUT', body }));

export const useRemoveTotp = () =>
  useFactorChange((body: Proof) => request<void>(`${PATH}/totp/remove`, { method: 'POST', body }));

/** The answer carries the codes. */
export const useRenewRecoveryCodes = () =>
  useFactorChange((body: Proof) => request<RecoveryCodes>(`${PATH}/recovery-codes`, { method: 'POST', body }));

function useFactorChange<Body, Answer>(change: (body: Body) => Promise<Answer>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSettled: () => client.invalidateQueries({ queryKey: [FACTOR] }),
  });
}
