/**
 * Converts a date and time from Mantine's pickers, in this browser's time zone, to an instant.
 * @param local `2026-11-22 10:30:00`
 * @returns ISO 8601, UTC
 */
export function toInstant(local: string): string {
  return new Date(local.replace(' ', 'T')).toISOString();
}

/** The inverse of {@link toInstant}. */
export function toLocal(instant: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const date = [instant.getFullYear(), two(instant.getMonth() + 1), two(instant.getDate())].join('-');
  const time = [two(instant.getHours()), two(instant.getMinutes()), two(instant.getSeconds())].join(':');
  return `${date} ${time}`;
}
