/** Addresses of the API and of its documentation are never the page's. */
const NOT_THE_PAGE = /^\/(v1|docs|admin|healthz|readyz)(\/|$)/;

/**
 * True when a browser goes to an address of the page, whose router then takes over: so it gets index.html. A missing
 * file or an unknown API route must not: a client would take HTML for an answer.
 */
export function isPageNavigation(
  path: string,
  headers: { accept?: string | undefined; 'sec-fetch-mode'?: string | string[] | undefined },
): boolean {
  if (path === '/') return true;
  if (NOT_THE_PAGE.test(path) || path.slice(path.lastIndexOf('/')).includes('.')) return false;
  const mode = headers['sec-fetch-mode'];
  return mode === undefined ? (headers.accept?.includes('text/html') ?? false) : mode === 'navigate';
}
