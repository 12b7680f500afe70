import { z } from 'zod';

const positionsSchema = z.strictObject({ tag: z.string().optional(), value: z.string().optional() });
/** Behind which key each kind goes on; a kind that is missing has no more. */
type Positions = z.infer<typeof positionsSchema>;

export function catalogueCursor(positions: Positions): string {
  return Buffer.from(JSON.stringify(positions)).toString('base64url');
}

/** @returns null when the text is not a cursor of ours */
export function readCatalogueCursor(text: string): Positions | null {
  try {
    return positionsSchema.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
  } catch {
    return null;
  }
}
