import { z } from 'zod';

const positionsSchema = z.strictObject({ tag: z.string().optional(), value: z.string().optional() });
/** The key after which each kind continues. A missing kind has no more entries. */
type Positions = z.infer<typeof positionsSchema>;

export function catalogueCursor(positions: Positions): string {
  return Buffer.from(JSON.stringify(positions)).toString('base64url');
}

/** @returns null if the text is not a valid cursor */
export function readCatalogueCursor(text: string): Positions | null {
  try {
    return positionsSchema.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
  } catch {
    return null;
  }
}
