import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { AddedPasskey, Me, NewPasskey, Passkey, PasskeyAnswer, PasskeyCreation, PasskeyRequest } from '#contracts';
import { request } from './client.js';
import { useFactorChange } from './second-factor.js';
import type { Prove } from './second-factor.js';
import { replaceSession, useSessionWays } from './session.js';

const PATH = '/me/second-factor/passkeys';

/** The browser gave no passkey. */
export class NoPasskey extends Error {
  override name = 'NoPasskey';
  constructor(
    /** The device has a passkey of this person already. */
    readonly isKnown: boolean,
    options: ErrorOptions,
  ) {
    super('the browser gave no passkey', options);
  }
}

/**
 * Whether passkeys can be used, and why not: they are not set up, the page is open at another address than the one for
 * which they are made, or the browser knows none. Null while that is unknown.
 */
export function usePasskeySupport(): 'here' | 'off' | 'elsewhere' | 'browser' | null {
  const { data } = useSessionWays();
  if (!data) return null;
  if (!data.passkeys) return 'off';
  if (data.passkeys.origin !== window.location.origin) return 'elsewhere';
  return 'PublicKeyCredential' in window ? 'here' : 'browser';
}

/** Asks the browser for a passkey. @throws NoPasskey */
async function askBrowser(options: PasskeyRequest): Promise<PasskeyAnswer> {
  const { startAuthentication } = await import('@simplewebauthn/browser');
  // No extension was asked for.
  const { clientExtensionResults: _, ...answer } = await startAuthentication({ optionsJSON: options }).catch(noPasskey);
  return answer;
}

async function makeInBrowser(options: PasskeyCreation): Promise<NewPasskey['passkey']> {
  const { startRegistration } = await import('@simplewebauthn/browser');
  const { clientExtensionResults: _, ...answer } = await startRegistration({ optionsJSON: options }).catch(noPasskey);
  return answer;
}

function noPasskey(cause: unknown): never {
  throw new NoPasskey((cause as Error).name === 'InvalidStateError', { cause });
}

/** Proves with a passkey that a change is one's own. @throws NoPasskey, ApiError */
export async function provePasskey(): Promise<PasskeyAnswer> {
  return askBrowser(await request<PasskeyRequest>(`${PATH}/proof`, { method: 'POST' }));
}

/** Signs in with a passkey: alone, or to finish a sign-in whose password was right. */
export function usePasskeySignIn(path: '/session/passkey' | '/session/second-step/passkey') {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async () => {
      const options = await request<PasskeyRequest>(`${path}/options`, { method: 'POST' });
      return request<Me>(path, { method: 'POST', body: await askBrowser(options) });
    },
    onSuccess: (me) => replaceSession(client, { me, ended: false }),
  });
}

export const useBeginPasskey = () =>
  useFactorChange(async (prove: Prove) =>
    request<PasskeyCreation>(`${PATH}/options`, { method: 'POST', body: await prove() }),
  );

/** The answer carries recovery codes if there were none. */
export const useAddPasskey = () =>
  useFactorChange(async ({ name, options }: { name: string; options: PasskeyCreation }) => {
    const body: NewPasskey = { name, passkey: await makeInBrowser(options) };
    return request<AddedPasskey>(PATH, { method: 'POST', body });
  });

export const useRenamePasskey = () =>
  useFactorChange(({ id, name }: { id: string; name: string }) =>
    request<Passkey>(`${PATH}/${id}`, { method: 'PATCH', body: { name } }),
  );

export const useRemovePasskey = () =>
  useFactorChange(async ({ id, prove }: { id: string; prove: Prove }) =>
    request<void>(`${PATH}/${id}/remove`, { method: 'POST', body: await prove() }),
  );
