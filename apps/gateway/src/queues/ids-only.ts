const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const WORD = /^[A-Za-z][A-Za-z_-]{0,40}$/;

/** Fields that say what kind of job it is. */
const WORDS = ['kind', 'event'];
const NUMBERS = ['batch', 'version'];

/**
 * The part of a job's data that an operator may see: ids and the kind of job, nothing about contacts. Fields that are
 * not known to be harmless are left out.
 */
export function idsOnly(data: unknown): Record<string, string | number> {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return {};
  const shown: Record<string, string | number> = {};
  for (const [name, value] of Object.entries(data)) {
    if (typeof value === 'number' && NUMBERS.includes(name)) shown[name] = value;
    if (typeof value !== 'string') continue;
    if (name.endsWith('Id') ? UUID.test(value) : WORDS.includes(name) && WORD.test(value)) shown[name] = value;
  }
  return shown;
}
