/** Paths of the API and its documentation. They never belong to the page. */
const NOT_THE_PAGE = /^\/(v1|docs|admin|healthz|readyz)(\/|$)/;

/**
 * True if a browser opens a path of the page. It gets index.html, and the router of the page does the rest. A missing
 * file or an unknown API route gets 404 instead, because a client would take the HTML for a successful answer.
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
