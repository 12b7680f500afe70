/** What our page sends with every change, besides the session cookie. */
export const PAGE_HEADERS = { 'content-type': 'application/json', 'x-requested-with': 'contacts' };

/** The session cookie that an answer sets, as a request sends it back. */
export function cookieOf(response: Response): string {
  return response.headers.get('set-cookie')!.split(';')[0]!;
}

/** Posts JSON as our page does, by default to somebody who does not know yet who asks. */
export function postJson(url: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(url, { method: 'POST', headers: { ...PAGE_HEADERS, ...headers }, body: JSON.stringify(body) });
}
