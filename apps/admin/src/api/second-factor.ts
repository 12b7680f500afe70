import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type {
  Me,
  Proof,
  RecoveryCodes,
  SecondFactor,
  SecondStep,
  SecondStepWays,
  TotpConfirm,
  TotpSetup,
} from '#contracts';
import { request } from './client.js';
import { replaceSession } from './session.js';

const FACTOR = 'second-factor';
const PATH = '/me/second-factor';

/** What somebody gives before their second factor is changed. It may ask the browser for a passkey. */
export type Prove = () => Promise<Proof>;

export function useSecondFactor() {
  return useQuery({ queryKey: [FACTOR], queryFn: () => request<SecondFactor>(PATH) });
}

/** What finishes this sign-in. */
export function useSecondStepWays() {
  return useQuery({
    queryKey: ['second-step'],
    queryFn: () => request<SecondStepWays>('/session/second-step'),
    gcTime: 0,
  });
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
  useFactorChange(async (prove: Prove) => request<TotpSetup>(`${PATH}/totp`, { method: 'POST', body: await prove() }));

/** The answer carries recovery codes if there were none. */
export const useConfirmTotp = () =>
  useFactorChange((body: TotpConfirm) => request<RecoveryCodes>(`${PATH}/totp`, { method: 'PUT', body }));

export const useRemoveTotp = () =>
  useFactorChange(async (prove: Prove) =>
    request<void>(`${PATH}/totp/remove`, { method: 'POST', body: await prove() }),
  );

/** The answer carries the codes. */
export const useRenewRecoveryCodes = () =>
  useFactorChange(async (prove: Prove) =>
    request<RecoveryCodes>(`${PATH}/recovery-codes`, { method: 'POST', body: await prove() }),
  );

/** A change of the own second factor, which is read again afterwards. */
export function useFactorChange<Input, Answer>(change: (input: Input) => Promise<Answer>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSettled: () => client.invalidateQueries({ queryKey: [FACTOR] }),
  });
}
