import { Button, Stack } from '@mantine/core';
import { usePasskeySignIn, usePasskeySupport } from '../api/passkeys.js';
import { passkeys } from '../i18n/catalogue/passkeys.js';
import { useAreaText } from '../i18n/language.js';
import { usePasskeyError } from '../security/passkey-error.js';
import { ProblemAlert } from '../ui/problem-alert.js';

/** The button to sign in with a passkey alone, where that is possible. */
export default function PasskeySignIn() {
  const t = useAreaText(passkeys);
  const signIn = usePasskeySignIn('/session/passkey');
  const error = usePasskeyError(signIn.error);
  if (usePasskeySupport() !== 'here') return null;
  return (
    <Stack mt="md" gap="sm">
      <Button variant="default" fullWidth loading={signIn.isPending} onClick={() => signIn.mutate()}>
        {t('passkey.signIn')}
      </Button>
      <ProblemAlert error={error} />
    </Stack>
  );
}
