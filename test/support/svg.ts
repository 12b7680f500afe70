/** Pictures for the documentation, drawn by hand: enough for bars, lines and words. */

/** A colour for each service, the same in all pictures. */
export const COLOURS: Record<string, string> = {
  gateway: '#1971c2',
  importer: '#2f9e44',
  contacts: '#e8590c',
  campaigns: '#9c36b5',
  webhooks: '#0b7285',
};

/** A picture of so many pixels on white. @param label what it shows, for who cannot see it */
export function svg(width: number, height: number, label: string, parts: readonly string[]): string {
  const size = `width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"`;
  const style = 'font-family="sans-serif" font-size="12"';
  const background = `<rect width="${width}" height="${height}" fill="#fff"/>`;
  const start = `<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="${escaped(label)}" ${size} ${style}>`;
  return `${start}${[background, ...parts].join('\n')}</svg>\n`;
}

export function text(x: number, y: number, words: string, attributes = ''): string {
  return `<text x="${x}" y="${y}"${attributes && ` ${attributes}`}>${escaped(words)}</text>`;
}

/** As the text of an element or of an attribute. */
export function escaped(words: string): string {
  return words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
