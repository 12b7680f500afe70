const ESCAPE = /_x([0-9A-Fa-f]{4})_/g;

/**
 * Replaces escapes such as `_x000D_`: workbooks use them for characters that XML cannot hold, and `_x005F_` for a `_`
 * before `x`.
 */
export function unescapeText(text: string): string {
  if (!text.includes('_x')) return text;
  return text.replace(ESCAPE, (_, code: string) => String.fromCharCode(parseInt(code, 16)));
}
