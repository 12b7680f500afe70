import type { NumberFormat } from './number-format.js';

type DateFormat = Exclude<NumberFormat, { kind: 'plain' }>;

const DAY_SECONDS = 86_400;
const DAY_MS = DAY_SECONDS * 1000;
const EPOCH_1904 = Date.UTC(1904, 0, 1);
/**
 * Day 1 is 1 January 1900. Like Lotus 1-2-3, Excel treats 1900 as a leap year, so from day 61 on the number is one too
 * high.
 */
const EPOCH_1900 = Date.UTC(1899, 11, 31);
const FAKE_LEAP_DAY = 60;
const LAST_YEAR = 9999;
const LAST_DAY = Math.ceil((Date.UTC(LAST_YEAR + 1, 0, 1) - EPOCH_1900) / DAY_MS);

/**
 * The text of a date, time or duration, which a workbook stores as a number of days: `2026-11-22`,
 * `2026-11-22T13:45:00`, `13:45:00`, and `37:30:00` for a duration. The number decides whether there is a time, because
 * formats often hide one. Seconds are rounded as the format would show them.
 * @returns null when it is not a date: negative, beyond the year 9999, or "day 0" of 1900
 */
export function serialText(serial: number, format: DateFormat, date1904: boolean): string | null {
  // Most dates have no time.
  if (format.kind === 'date' && Number.isInteger(serial) && serial > 0 && serial <= LAST_DAY)
    return dayText(serial, date1904);
  const unit = 10 ** format.decimals;
  const total = Math.round(serial * DAY_SECONDS * unit);
  if (!Number.isSafeInteger(total) || total < 0) return null;
  const day = Math.floor(total / (DAY_SECONDS * unit));
  if (day > LAST_DAY) return null;
  if (format.kind === 'duration') return clockText(total, unit);
  const rest = total - day * DAY_SECONDS * unit;
  const isTimeOfDay = serial < 1 && (!format.hasDate || (!date1904 && serial > 0));
  if (isTimeOfDay) return clockText(rest, unit);
  const date = dayText(day, date1904);
  return date === null || rest === 0 ? date : `${date}T${clockText(rest, unit)}`;
}

/**
 * A date that the workbook stores in ISO 8601, in the same form: without the time if it is midnight, without a time
 * zone.
 */
export function isoText(text: string): string {
  const match = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d(?::\d\d)?)(?:\.(\d{1,3})\d*)?Z?$/.exec(text);
  if (!match) return text;
  const [, date, time = '', fraction = ''] = match;
  const decimals = fraction.replace(/0+$/, '');
  if (decimals === '' && /^00:00(:00)?$/.test(time)) return date!;
  return `${date}T${time.length === 5 ? `${time}:00` : time}${decimals && `.${decimals}`}`;
}

function dayText(day: number, date1904: boolean): string | null {
  if (date1904) return isoDay(EPOCH_1904 + day * DAY_MS);
  if (day === 0) return null;
  if (day === FAKE_LEAP_DAY) return '1900-02-29';
  return isoDay(EPOCH_1900 + (day > FAKE_LEAP_DAY ? day - 1 : day) * DAY_MS);
}

/** A cache: a file usually has few different days, and formatting one is slow. */
const knownDays = new Map<number, string>();
const MAX_KNOWN_DAYS = 5000;

function isoDay(time: number): string | null {
  const known = knownDays.get(time);
  if (known !== undefined) return known;
  const date = new Date(time);
  if (date.getUTCFullYear() > LAST_YEAR) return null;
  const text = date.toISOString().slice(0, 10);
  if (knownDays.size === MAX_KNOWN_DAYS) knownDays.clear();
  knownDays.set(time, text);
  return text;
}

/** @param total number of seconds, multiplied by `unit` */
function clockText(total: number, unit: number): string {
  const seconds = Math.floor(total / unit);
  const two = (number: number): string => String(number).padStart(2, '0');
  const text = `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  const fraction = total - seconds * unit;
  if (fraction === 0) return text;
  return `${text}.${String(fraction)
    .padStart(String(unit).length - 1, '0')
    .replace(/0+$/, '')}`;
}
