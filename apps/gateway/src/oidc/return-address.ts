import type { SignInFailure } from '#contracts';

const BASE = 'http://page.invalid';

/** An address of our own page, whatever somebody put into a link: never another site, and never the API. */
export function localAddress(wanted: string | undefined): string {
  if (wanted === undefined || !URL.canParse(wanted, BASE)) return '/';
  const url = new URL(wanted, BASE);
  if (url.origin !== BASE || /^\/(v1|docs|admin)(\/|$)/.test(url.pathname)) return '/';
  // Deleting writes the whole query anew.
  if (url.searchParams.has('signIn')) url.searchParams.delete('signIn');
  // Two slashes would begin the name of a host.
  return `${url.pathname}${url.search}${url.hash}`.replace(/^\/+/, '/');
}

/** The same address, where the sign-in then says what went wrong. */
export function failedAddress(returnTo: string, failure: SignInFailure): string {
  const url = new URL(localAddress(returnTo), BASE);
  url.searchParams.set('signIn', failure);
  return `${url.pathname}${url.search}${url.hash}`;
}
