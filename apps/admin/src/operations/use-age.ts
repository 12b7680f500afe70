import { useFormat } from '../i18n/language.js';

/** How long ago a time was: "3 min". Nothing for a time that there is not. */
export function useAge(): (time: string | null) => string {
  const format = useFormat();
  return (time) => (time === null ? '–' : format.duration(Math.max(0, (Date.now() - Date.parse(time)) / 1000)));
}
