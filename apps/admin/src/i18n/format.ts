import { numberFormat, type Language } from '#contracts';

const BYTE_UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;

/** The formats of one language. Sizes are given in bytes, durations in seconds. */
export interface Format {
  number: (value: number) => string;
  percent: (fraction: number) => string;
  bytes: (bytes: number) => string;
  duration: (seconds: number) => string;
  date: (iso: string) => string;
  dateTime: (iso: string) => string;
  /** The time of day, down to the second. */
  time: (iso: string) => string;
  /** Date and time, down to the second. */
  moment: (iso: string) => string;
  /** A calendar day, `2026-11-22`. */
  day: (date: string) => string;
}

/** Creates the formats of one language, in the browser's regional variant of it if there is one (en-GB, es-MX). */
export function formatFor(language: Language): Format {
  const locale = navigator.languages.find((tag) => tag.split('-')[0] === language) ?? language;
  const number = numberFormat(language);
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 });
  const date = new Intl.DateTimeFormat(locale, { dateStyle: 'medium' });
  const time = new Intl.DateTimeFormat(locale, { timeStyle: 'medium' });
  const dateTime = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
  const moment = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium' });
  const day = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', timeZone: 'UTC' });
  const unit = (name: string, value: number, digits = 0, unitDisplay: 'short' | 'long' = 'short') =>
    new Intl.NumberFormat(locale, { style: 'unit', unit: name, unitDisplay, maximumFractionDigits: digits }).format(
      value,
    );
  return {
    number: (value) => number.format(value),
    percent: (fraction) => percent.format(fraction),
    bytes: (bytes) => {
      const step = Math.min(BYTE_UNITS.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
      const value = bytes / 1000 ** step;
      // The short form of bytes has no plural.
      return unit(BYTE_UNITS[step]!, value, step > 0 && value < 10 ? 1 : 0, step === 0 ? 'long' : 'short');
    },
    duration: (seconds) => {
      if (seconds < 60) return unit('second', Math.max(1, Math.ceil(seconds)));
      if (seconds < 3600) return unit('minute', Math.ceil(seconds / 60));
      return unit('hour', seconds / 3600, 1);
    },
    date: (iso) => date.format(new Date(iso)),
    dateTime: (iso) => dateTime.format(new Date(iso)),
    moment: (iso) => moment.format(new Date(iso)),
    day: (date) => day.format(new Date(date)),
    time: (iso) => time.format(new Date(iso)),
  };
}
