import type { ExportFormat } from '#contracts';

const MAX_SLUG = 60;

/** `contacts-sales-spain-2026-11-22.csv`: the account's name in letters and digits, and the date in UTC. */
export function exportFileName(accountName: string, day: Date, format: ExportFormat): string {
  return datedFileName('contacts', accountName, day, format);
}

/** `audience-summer-sale-2026-11-22.csv`: the kind of file, the name in letters and digits, and the date in UTC. */
export function datedFileName(what: string, name: string, day: Date, extension: string): string {
  const parts = [what, slug(name), day.toISOString().slice(0, 10)];
  return `${parts.filter((part) => part !== '').join('-')}.${extension}`;
}

/** Lower case without accents. Letters of other scripts are kept, since file names may have them. */
function slug(name: string): string {
  const words = name
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFC')
    .toLowerCase()
    .match(/[\p{L}\p{M}\p{N}]+/gu);
  return Array.from((words ?? []).join('-'))
    .slice(0, MAX_SLUG)
    .join('')
    .replace(/-$/, '');
}
