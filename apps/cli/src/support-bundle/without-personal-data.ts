const UUID = /[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}/gi;
/** Long enough to be a key, a token or a hash. */
const TOKEN = /[\w+=-]{32,}/g;
const E_MAIL = /[^\s"'<>@]+@[^\s"'<>@]+/g;
/** What errors quote is what somebody has written, or may be. */
const QUOTED = /"[^"]*"|'[^']*'|`[^`]*`|“[^”]*”|«[^»]*»/g;
const URL_OPTIONS = /(\b[a-z+]+:\/\/[^\s?#]*)[?#]\S*/g;
const CREDENTIALS = /(\b[a-z+]+:\/\/)\S*@/g;
/** A phone number, also with separators, that is not a part of an id. */
const PHONE = /(?<![\w-])\+?\d(?:[\s().-]?\d){5,}(?![\w-])/g;

/** The fields of a line of a log whose texts may be shown. They are ours, not customers'. */
const TEXTS = new Set(
  'level time service scope msg requestId organisationId callerId importId exportId campaignId webhookId jobId event batch method route reason status dependency queue subscriber signal code prefix'.split(
    ' ',
  ),
);
/** A larger number may be a phone number. */
const MOST = 1e6;

/** A text without quotes, numbers, addresses and tokens that may belong to somebody. */
export function withoutPersonalData(text: string): string {
  return text
    .replace(CREDENTIALS, '$1')
    .replace(URL_OPTIONS, '$1')
    .replace(QUOTED, '"…"')
    .replace(E_MAIL, '…')
    .replace(TOKEN, (word) => (word.replace(UUID, '').length < 32 ? word : '…'))
    .replace(PHONE, (number) => (isTime(number) ? number : '…'));
}

/** A line of a log, in which only known fields are left; null when it is not one of ours. */
export function logLine(line: string): string | null {
  try {
    const fields: unknown = JSON.parse(line.slice(line.indexOf('{')));
    return JSON.stringify(shownOf(fields as Record<string, unknown>));
  } catch {
    return null;
  }
}

function shownOf(fields: Record<string, unknown>): Record<string, unknown> {
  const shown = Object.entries(fields).flatMap(([name, value]): [string, unknown][] => {
    if (typeof value === 'boolean' || (typeof value === 'number' && Math.abs(value) < MOST)) return [[name, value]];
    if (typeof value === 'string' && TEXTS.has(name)) return [[name, withoutPersonalData(value)]];
    return name === 'err' && value !== null ? [[name, errorOf(value as Record<string, unknown>)]] : [];
  });
  return Object.fromEntries(shown);
}

/** Where it happened, and of the message what nobody has written. */
function errorOf({ type, message, code, stack }: Record<string, unknown>): Record<string, unknown> {
  const places = (typeof stack === 'string' ? stack : '').split('\n').filter((line) => /^\s+at /.test(line));
  return { type, code, message: withoutPersonalData(String(message)), stack: places };
}

function isTime(text: string): boolean {
  return /^\d{4}-\d\d-\d\d/.test(text);
}
