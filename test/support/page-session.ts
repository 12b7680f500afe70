/** The headers that the page sends with every change, besides the session cookie. */
export const PAGE_HEADERS = { 'content-type': 'application/json', 'x-requested-with': 'contacts' };

/** The session cookie that a response sets, in the form for a request. @throws when it sets none */
export function cookieOf({ headers, status, url }: Response): string {
  const cookie = headers.get('set-cookie');
  if (cookie === null) throw new Error(`${url} answered ${status} and set no cookie`);
  return cookie.split(';')[0]!;
}

/** Posts JSON like the page; by default without a session. */
export function postJson(url: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(url, { method: 'POST', headers: { ...PAGE_HEADERS, ...headers }, body: JSON.stringify(body) });
}
