import { Alert, Button, Divider } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useSearchParams } from 'react-router';
import type { SignInFailure } from '#contracts';
import { useSessionWays } from '../api/session.js';
import { useText } from '../i18n/language.js';

/** The parameter of the address that says why the sign-in at the provider failed. */
const FAILURE = 'signIn';

const TEXTS = {
  denied: 'signIn.failed.denied',
  unknown: 'signIn.failed.unknown',
  unverified: 'signIn.failed.unverified',
  other_person: 'signIn.failed.otherPerson',
  suspended: 'signIn.failed.suspended',
  stale: 'signIn.failed.stale',
  away: 'signIn.failed.away',
  failed: 'signIn.failed.failed',
} as const satisfies Record<SignInFailure, string>;

/** The button for the company's own sign-in, if one is configured. The browser then returns to its present address. */
export function ProviderSignIn() {
  const t = useText();
  const provider = useSessionWays().data?.oidc;
  if (!provider) return null;
  const { pathname, search, hash } = window.location;
  const href = `${provider.url}?returnTo=${encodeURIComponent(pathname + search + hash)}`;
  return (
    <>
      <Divider my="md" label={t('signIn.or')} />
      <Button component="a" href={href} variant="default" fullWidth>
        {t('signIn.oidc', { name: provider.name })}
      </Button>
    </>
  );
}

/** Says what went wrong at the provider, and removes it from the address, where it would stay otherwise. */
export function ProviderFailure() {
  const t = useText();
  const [parameters, setParameters] = useSearchParams();
  const [failure] = useState(() => parameters.get(FAILURE));
  useEffect(() => {
    if (!parameters.has(FAILURE)) return;
    const rest = new URLSearchParams(parameters);
    rest.delete(FAILURE);
    setParameters(rest, { replace: true });
  }, [parameters, setParameters]);
  if (failure === null) return null;
  const text = failure in TEXTS ? TEXTS[failure as SignInFailure] : TEXTS.failed;
  return (
    <Alert color="red" role="alert">
      {t(text)}
    </Alert>
  );
}
