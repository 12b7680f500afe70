import { ApiError } from '../api/client.js';
import { NoPasskey } from '../api/passkeys.js';
import { passkeys } from '../i18n/catalogue/passkeys.js';
import { useAreaText } from '../i18n/language.js';

/** The error as the page's alerts show it: also that the browser gave no passkey. */
export function usePasskeyError(error: Error | null): Error | null {
  const t = useAreaText(passkeys);
  if (!(error instanceof NoPasskey)) return error;
  return new ApiError(0, { code: 'no_passkey', detail: t(error.isKnown ? 'passkey.known' : 'passkey.none') });
}
