import { describe, expect, it } from 'vitest';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import tls from 'node:tls';

/** Every file of the product but its tests. */
const FILES = ['apps', 'libs'].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((file) => path.join(folder, file))
    .filter((file) => /\.(?:tsx?|mjs|js)$/.test(file) && !/\.test\.tsx?$/.test(file))
    .sort()
    .map((file) => ({ file, text: readFileSync(file, 'utf8') })),
);
const filesWith = (pattern: RegExp, folder = ''): string[] =>
  FILES.filter(({ file, text }) => file.startsWith(folder) && pattern.test(text)).map(({ file }) => file);
/** The first group of each place where it is found. */
const found = (pattern: RegExp): string[] =>
  FILES.flatMap(({ text }) => [...text.matchAll(pattern)].map(([, group]) => group!));

it('reads what there is', () => {
  expect(FILES.length).toBeGreaterThan(500);
  expect(filesWith(/createHash\(/).length).toBeGreaterThan(5);
});

/** What users write must not become a pattern, which may take minutes on a text that is made for it. */
it('makes no regular expression at run time but of our own texts', () => {
  expect(filesWith(/new RegExp\(|\$regex|\$where/)).toEqual([
    'apps/cli/src/read-mapping.ts',
    'apps/gateway/src/http/allowed-methods.ts',
    'libs/contact-rules/src/phone-lengths.ts',
    'libs/persistence/src/events/phones-pattern.ts',
  ]);
});

it('starts one other program, without a shell', () => {
  expect(filesWith(/child_process/)).toEqual(['apps/importer/src/readers/xls/reading-process.ts']);
  expect(
    filesWith(/child_process/)
      .map((file) => readFileSync(file, 'utf8'))
      .join(),
  ).not.toMatch(/\bexec\w*\(|\bspawn|shell:/);
  // Redis has an `eval` of its own, for scripts of ours.
  expect(filesWith(/(?<![.\w])eval\(|new Function\(|node:vm/)).toEqual([]);
});

describe('cryptography', () => {
  it('is of the kinds that docs/security.md lists', () => {
    expect(new Set(found(/createHash\(([^)]*)\)/g))).toEqual(new Set(["'sha256'"]));
    expect(new Set(found(/createHmac\(([^,)]*)/g))).toEqual(new Set(["'sha256'"]));
    expect(new Set(found(/create(?:C|Dec)ipheriv\(([^,)]*)/g))).toEqual(new Set(['ALGORITHM']));
    expect(found(/\bALGORITHM = ('[^']*')/g)).toEqual(["'aes-256-gcm'"]);
    expect(
      filesWith(/['"`](?:md5|sha1|sha-1|des|rc4|aes-\d+-(?:ecb|cbc))\b|createCipher\(|pbkdf2|privateEncrypt/i),
    ).toEqual([]);
  });

  it('has no secret from a random number that can be guessed', () => {
    // They say when to try again.
    expect(filesWith(/Math\.random/)).toEqual(['apps/webhooks/src/plan-retry.ts', 'libs/messaging/src/connection.ts']);
  });

  it('leaves TLS as Node.js has it: 1.2 and 1.3, and certificates that are checked', () => {
    expect([tls.DEFAULT_MIN_VERSION, tls.DEFAULT_MAX_VERSION]).toEqual(['TLSv1.2', 'TLSv1.3']);
    expect(filesWith(/rejectUnauthorized|checkServerIdentity|minVersion|secureProtocol|ciphers/)).toEqual([]);
    // They refuse it in production.
    expect(filesWith(/NODE_TLS_REJECT|tls_?(?:insecure|allowInvalid)/i)).toEqual([
      'libs/platform/src/config.ts',
      'libs/platform/src/mongodb-faults.ts',
    ]);
  });
});

describe('the page', () => {
  it('writes no HTML, and hears no messages of other pages', () => {
    const harm =
      /innerHTML|outerHTML|insertAdjacentHTML|dangerouslySetInnerHTML|document\.write|window\.addEventListener\('message'|window\.onmessage/;
    expect(filesWith(harm, 'apps/admin')).toEqual([]);
    expect(filesWith(/srcdoc|<(?:iframe|object|embed|applet)\b/i, 'apps/admin')).toEqual([]);
  });

  it('keeps things in the browser in one place', () => {
    expect(filesWith(/localStorage|sessionStorage|indexedDB|document\.cookie/, 'apps/admin')).toEqual([
      'apps/admin/public/color-scheme.js',
      'apps/admin/src/ui/stored.ts',
    ]);
  });
});

it('only services that encrypt something get the key for it', () => {
  const users = new Set(filesWith(/Encryption\.of\(|WebhookSecrets/, 'apps').map((file) => file.split(path.sep)[1]!));
  expect([...users].filter((name) => name !== 'cli' && name !== 'migrate').sort()).toEqual(['gateway', 'webhooks']);
  const chart = readFileSync('k8s/chart/templates/_helpers.tpl', 'utf8');
  const [, given] =
    /\{\{- if has \.name \(list ([^)]*)\) \}\}\n\{\{ include "contacts\.secret" \(dict "key" "ENCRYPTION_KEY"/.exec(
      chart,
    )!;
  expect([...given!.matchAll(/"(\w+)"/g)].map(([, name]) => name).sort()).toEqual(['gateway', 'webhooks']);
  expect(chart.match(/"ENCRYPTION_KEY"/g)).toHaveLength(1);
});

it('a GET changes nothing: it commits nothing, and what it notes in the audit log is a download', () => {
  const routes = FILES.filter(({ file }) => /\.controller\.ts$/.test(file)).flatMap(({ file, text }) =>
    text
      .split(/@\w*Route\(/)
      .slice(1)
      .filter((route) => /^\s*'GET'/.test(route))
      .map((route) => ({ file, route })),
  );
  expect(routes.length).toBeGreaterThan(40);
  for (const { file, route } of routes) {
    expect([file, /@Committing|commit\(/.test(route)]).toEqual([file, false]);
    const action = /^\s*audit: '([^']+)'/m.exec(route)?.[1];
    if (action !== undefined) expect([file, action]).toEqual([file, expect.stringMatching(/downloaded$/)]);
  }
});
