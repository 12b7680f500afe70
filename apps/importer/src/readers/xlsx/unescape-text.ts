const ESCAPE = /_x([0-9A-Fa-f]{4})_/g;

/** Turns `_x000D_` into the character: a workbook writes so what XML cannot hold, and `_x005F_` for a `_` before `x`. */
export function unescapeText(text: string): string {
  if (!text.includes('_x')) return text;
  return text.replace(ESCAPE, (_, code: string) => String.fromCharCode(parseInt(code, 16)));
}
