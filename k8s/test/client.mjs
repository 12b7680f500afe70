/**
 * A client of the API inside the cluster, for `npm run test:k8s`: from outside, every cluster is reached in another way.
 * `node client.mjs COMMAND …` prints one line of JSON. API_URL is the gateway's Service, API_KEY a key.
 */
const { API_URL, API_KEY } = process.env;
const FIRST_PHONE = 34_600_000_000;
/** Of a request that is meant to succeed whatever happens meanwhile. */
const ATTEMPTS = 60;
/** After this time an answer counts as missing. */
const LONGEST_MS = 30_000;
const PAUSE_MS = 100;
/**
 * A server may close a connection that waits for its next request in the moment in which that is sent. Browsers send it again
 * (RFC 9112, 9.3.1), once.
 */
const CLOSED = ['ECONNRESET', 'UND_ERR_SOCKET'];

const COMMANDS = { administrator, upload, get, count, poll };
const [command, ...parameters] = process.argv.slice(2);
console.log(JSON.stringify(await COMMANDS[command](...parameters)));

/** Becomes the first administrator. @returns an API key, and an account to import into */
async function administrator(token) {
  const joined = await fetch(`${API_URL}/v1/first-administrator`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      token,
      organisation: 'Test',
      name: 'Test',
      email: 'test@test.example',
      password: 'correct horse battery staple',
    }),
  });
  const cookie = joined.headers.getSetCookie().map((text) => text.split(';')[0]);
  const make = (path, body) =>
    request(path, {
      method: 'POST',
      headers: { cookie: cookie.join('; '), 'content-type': 'application/json', 'x-requested-with': 'contacts' },
      body: JSON.stringify(body),
    });
  const { key } = await make('/v1/keys', { name: 'test', role: 'admin' });
  const { id } = await make('/v1/accounts', {
    phoneNumber: '34911222333',
    phoneNumberId: '106540352242922',
    displayName: 'Test',
  });
  return { key, account: id };
}

/** Uploads so many rows, of phones from the given one on. @returns the import's id */
async function upload(account, first, rows, name) {
  const lines = ['id,name,tags,city'];
  for (let row = Number(first); row < Number(first) + Number(rows); row++)
    lines.push(`${FIRST_PHONE + row},${name} ${row},"test, ${row % 7}",city ${row % 13}`);
  const form = new FormData();
  form.set('accountId', account);
  form.set('file', new Blob([lines.join('\n')]), 'test.csv');
  return (await request('/v1/imports', { method: 'POST', body: form })).id;
}

function get(path) {
  return patiently(() => request(path));
}

/** Reads every contact of the account, page by page. */
async function count(account) {
  const phones = new Set();
  let listed = 0;
  for (let after = ''; after !== null;) {
    const page = await patiently(() =>
      request(`/v1/contacts?accountId=${account}&limit=500${after && `&after=${encodeURIComponent(after)}`}`),
    );
    listed += page.items.length;
    for (const { phone } of page.items) phones.add(phone);
    after = page.next;
  }
  const exact = await patiently(() => request(`/v1/contacts?accountId=${account}&limit=1&count=exact`));
  return { listed, distinct: phones.size, counted: exact.count.value };
}

/**
 * Asks until its input ends, as browsers do over connections that stay open: for the list one time after another, at most ten
 * times a second, and for each of the others ten times a second, however long the answers take.
 */
async function poll(list, ...others) {
  let over = false;
  process.stdin.on('end', () => (over = true)).resume();
  const failures = [];
  let [answers, repeated] = [0, 0];
  const ask = async (path, isRepeated = false) => {
    const at = new Date().toISOString();
    try {
      const response = await fetch(API_URL + path, {
        headers: { authorization: `Bearer ${API_KEY}` },
        signal: AbortSignal.timeout(LONGEST_MS),
      });
      const text = await response.text();
      answers += 1;
      if (!response.ok) failures.push(`${at} ${path}: ${response.status} ${text.slice(0, 200)}`);
    } catch (error) {
      const reason = error.cause?.code ?? error.cause?.message;
      if (CLOSED.includes(reason) && !isRepeated) {
        repeated += 1;
        return ask(path, true);
      }
      failures.push(`${at} ${path}: ${error.message} (${reason})`);
    }
  };
  const tenTimesASecond = async (path) => {
    const asked = [];
    const began = performance.now();
    while (!over) {
      asked.push(ask(path));
      // A late timer is made up for.
      await pause(began + asked.length * PAUSE_MS - performance.now());
    }
    await Promise.all(asked);
    return asked.length / ((performance.now() - began) / 1000);
  };
  const oneAfterAnother = async (path) => {
    while (!over) await Promise.all([ask(path), pause(PAUSE_MS)]);
  };
  const [rates] = await Promise.all([Promise.all(others.map(tenTimesASecond)), oneAfterAnother(list)]);
  return {
    answers,
    repeated,
    failures: failures.length,
    examples: failures.slice(0, 5),
    slowest: rates.length > 0 ? Math.min(...rates) : null,
  };
}

function pause(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, Math.max(0, milliseconds)));
}

async function request(path, init = {}) {
  const headers = { ...(API_KEY && { authorization: `Bearer ${API_KEY}` }), ...init.headers };
  const response = await fetch(API_URL + path, { ...init, headers });
  const text = await response.text();
  if (!response.ok)
    throw new Error(`${init.method ?? 'GET'} ${path} answered ${response.status} ${text.slice(0, 300)}`);
  return JSON.parse(text);
}

async function patiently(work) {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (attempt === ATTEMPTS) throw error;
      await pause(1_000);
    }
  }
}
