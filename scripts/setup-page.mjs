import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { clock, PARTS } from './setup.mjs';

/** The gateway's port in libs/contracts/src/services.ts, which is not compiled yet. */
const USUAL_PORT = 3000;
const RETRY_AFTER_SECONDS = '5';

const TEXTS = {
  en: {
    title: 'Contacts is being set up',
    intro:
      'The first time takes some minutes, because servers are fetched or built. This page turns into Contacts by itself.',
    status: (done, all) => `${done} of ${all} parts are done.`,
    gone: 'The set-up no longer answers. The terminal says why.',
    parts: { ...PARTS, page: 'web page', database: 'tables of the database', services: 'services of Contacts' },
    waiting: 'waiting',
    running: 'in progress',
    done: 'done',
  },
  es: {
    title: 'Contacts se está preparando',
    intro:
      'La primera vez tarda unos minutos, porque hay que descargar o compilar servidores. Esta página se convierte sola en Contacts.',
    status: (done, all) => `${done} de ${all} partes están listas.`,
    gone: 'La preparación ya no responde. El terminal dice por qué.',
    parts: {
      ...PARTS,
      packages: 'paquetes de npm',
      build: 'compilación',
      page: 'página web',
      database: 'tablas de la base de datos',
      services: 'servicios de Contacts',
    },
    waiting: 'en espera',
    running: 'en curso',
    done: 'hecho',
  },
};

const STYLE = `
  :root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
  body { margin: 10vh auto; padding: 0 1.5rem; max-width: 34rem; }
  h1 { font-size: 1.5rem; }
  progress { width: 100%; }
  ol { list-style: none; padding: 0; }
  li { display: flex; justify-content: space-between; padding: .35rem 0; border-bottom: 1px solid #8884; }
  .waiting { opacity: .75; }
  .running { font-weight: 600; }
`;

/**
 * Asks again each second. A page of ours replaces what is shown, in the language that was chosen in Contacts before;
 * anything else that is no failure is Contacts itself. Without an answer for long, it says so.
 */
const SCRIPT = `
  let chosen = null;
  try { chosen = localStorage.getItem('contacts.language'); } catch {}
  const headers = chosen ? { 'accept-language': chosen } : {};
  let answered = Date.now();
  setInterval(async () => {
    try {
      const answer = await fetch('/', { headers: { accept: 'text/html', ...headers }, cache: 'no-store' });
      if (answer.ok) return location.reload();
      answered = Date.now();
      if (!answer.headers.has('x-setup')) return;
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
      document.documentElement.lang = page.documentElement.lang;
      document.title = page.title;
      for (const part of ['h1', '#intro', 'progress', 'ol'])
        document.querySelector(part).replaceWith(page.querySelector(part));
      // Only a change is read aloud.
      const status = document.querySelector('#status');
      const said = page.querySelector('#status').textContent;
      if (status.textContent !== said) status.textContent = said;
    } catch {
      const status = document.querySelector('#status');
      if (Date.now() - answered > 60_000) status.textContent = status.dataset.gone;
    }
  }, 1_000);
`;

const hash = (text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
const POLICY = `default-src 'none'; connect-src 'self'; style-src ${hash(STYLE)}; script-src ${hash(SCRIPT)}; frame-ancestors 'none'`;

/**
 * Serves a page that shows the progress of a set-up, on the port that the gateway gets later. Every other request is
 * answered with 503.
 * @param port if it is given, no other port is used; otherwise 3000 or the next free one
 * @throws Error when the given port is taken
 */
export async function openSetupPage(setup, port) {
  const server = createServer((request, response) => answer(setup, request, response));
  // It must not keep the process alive when the set-up has failed.
  server.unref();
  const taken = await listen(server, port);
  return {
    port: taken,
    url: `http://127.0.0.1:${taken}/`,
    /** Stops listening, so that the gateway can take over the port. */
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function listen(server, wished) {
  for (let port = wished ?? USUAL_PORT; ; port++) {
    try {
      server.listen(port, '127.0.0.1');
      await once(server, 'listening');
      if (wished === undefined && port !== USUAL_PORT) console.log(`Port ${USUAL_PORT} is taken; using ${port}.`);
      return port;
    } catch (error) {
      if (error.code !== 'EADDRINUSE' && error.code !== 'EACCES') throw error;
      if (wished !== undefined)
        throw new Error(`Port ${port} is taken. Give another one with --port.`, { cause: error });
    }
  }
}

function answer(setup, request, response) {
  response.setHeader('Connection', 'close');
  response.setHeader('Cache-Control', 'no-store');
  response.setHeader('Retry-After', RETRY_AFTER_SECONDS);
  if (!request.headers.accept?.includes('text/html')) return void response.writeHead(503).end();
  response.writeHead(503, {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Security-Policy': POLICY,
    'X-Setup': 'running',
  });
  response.end(html(setup, languageOf(request.headers['accept-language'])));
}

/** The first of the browser's languages that we have. */
function languageOf(accepted = '') {
  const wanted = accepted.split(',').map((tag) => tag.trim().slice(0, 2).toLowerCase());
  return wanted.find((tag) => tag in TEXTS) ?? 'en';
}

function html(setup, language) {
  const texts = TEXTS[language];
  const parts = Object.keys(PARTS).map((part) => ({ name: texts.parts[part], ...setup.state(part) }));
  const done = parts.filter(({ state }) => state === 'done').length;
  const items = parts.map(
    ({ name, state, took }) =>
      `<li class="${state}"><span>${name}</span><span>${texts[state]}${state === 'waiting' ? '' : ` ${clock(took)}`}</span></li>`,
  );
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8" />
<meta name="viewport" content="width=device-width, initial-scale=1" />
<noscript><meta http-equiv="refresh" content="3" /></noscript>
<title>${texts.title}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${texts.title}</h1>
<p id="intro">${texts.intro}</p>
<progress max="${parts.length}" value="${done}" aria-label="${texts.title}"></progress>
<p id="status" role="status" data-gone="${texts.gone}">${texts.status(done, parts.length)}</p>
<ol>${items.join('')}</ol>
</main>
<script>${SCRIPT}</script>
</body>
</html>
`;
}
