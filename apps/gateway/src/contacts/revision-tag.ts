import type { Contact } from '#contracts';

/** The entity tag of a contact: its revision in quotes. */
export function revisionTag({ revision }: Contact): string {
  return `"${revision}"`;
}

/**
 * The revisions that an `If-Match` header allows; null: any. A tag that is not one of ours matches nothing, and neither
 * does a weak one (RFC 9110, 13.1.1).
 */
export function readIfMatch(header: string | undefined): number[] | null {
  if (header === undefined || header.trim() === '*') return null;
  return header.split(',').flatMap((tag) => {
    const revision = /^"(\d{1,15})"$/.exec(tag.trim())?.[1];
    return revision !== undefined && Number(revision) > 0 ? [Number(revision)] : [];
  });
}
