import type { SignInFailure } from '#contracts';

const BASE = 'http://page.invalid';

/** The path of our page to return to. Anything else in a link, such as another site or the API, is replaced. */
export function localAddress(wanted: string | undefined): string {
  if (wanted === undefined || !URL.canParse(wanted, BASE)) return '/';
  const url = new URL(wanted, BASE);
  if (url.origin !== BASE || /^\/(v1|docs|admin)(\/|$)/.test(url.pathname)) return '/';
  // Only if it is there, because deleting serializes the whole query again.
  if (url.searchParams.has('signIn')) url.searchParams.delete('signIn');
  // Two slashes would be followed by a host name.
  return `${url.pathname}${url.search}${url.hash}`.replace(/^\/+/, '/');
}

/** The same address with the failure, which the sign-in page then shows. */
export function failedAddress(returnTo: string, failure: SignInFailure): string {
  const url = new URL(localAddress(returnTo), BASE);
  url.searchParams.set('signIn', failure);
  return `${url.pathname}${url.search}${url.hash}`;
}
