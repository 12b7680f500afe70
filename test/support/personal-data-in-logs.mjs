import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** What tests import, sign in with and are given, in the form in which it would be in a log. */
const FORBIDDEN = [
  ['a phone number of a contact', /\b(?:346000\d{5}|44687985632|3466655544\d|34655443322)\b/],
  ['the name of a contact', /\b(?:Person \d+|Jane Smith|Quintilla)\b/],
  ['an e-mail address of a member', /[\w.+-]+@test\.example/],
  ['an API key', /\bcntk_\w{20,}/],
  ['an API key of a build before', /\bck_[\w-]{20,}/],
  ['a one-time link', /#(?:password|invitation)=[\w-]{20,}/],
  ['a password of a member', /\b(?:correct horse|nine green cats)/],
  ['a secret of a webhook', /\bwhsec_[\w+/=]{20,}/],
  ['the signature of a download', /X-Amz-Signature/],
  ['a session', /contacts_session=[\w-]{20,}/],
];

/** The file that a search has to find something in. */
export const CANARY = 'canary.log';

/**
 * Searches all logs below a folder. @returns what was found where, each place and kind once
 * @throws Error when it does not find what is planted in {@link CANARY}, so that a search which finds nothing says
 * something
 */
export function personalDataIn(folder) {
  const found = filesBelow(folder).flatMap((file) => {
    const text = readFileSync(file, 'utf8');
    return FORBIDDEN.filter(([, pattern]) => pattern.test(text)).map(([what, pattern]) => ({
      what,
      file: path.relative(folder, file),
      line: text.slice(0, pattern.exec(text).index).split('\n').length,
    }));
  });
  if (found.filter(({ file }) => file === CANARY).length !== FORBIDDEN.length)
    throw new Error('the search for personal data in logs does not find what was planted for it');
  return found.filter(({ file }) => file !== CANARY).map(({ what, file, line }) => `${what} in ${file}, line ${line}`);
}

/** What the search finds, for {@link CANARY}. */
export const PLANTED = [
  '{"phone":"34600000007"}',
  '{"name":"Person 7"}',
  '{"email":"ana@test.example"}',
  '{"key":"cntk_0123456789012345678901234567890"}',
  '{"key":"ck_0123456789012345678901234567890"}',
  '{"link":"https://contacts.example/welcome#password=0123456789012345678901234567890"}',
  '{"password":"correct horse battery staple"}',
  '{"secret":"whsec_0123456789012345678901234567890"}',
  '{"url":"http://127.0.0.1/exports/1?X-Amz-Signature=00"}',
  '{"cookie":"contacts_session=01234567890123456789012345"}',
].join('\n');

/** Links lead to logs that are there anyway. */
function filesBelow(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.log'))
    .map((entry) => path.join(entry.parentPath ?? entry.path, entry.name));
}
