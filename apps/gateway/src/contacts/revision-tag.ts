import type { Contact } from '#contracts';

/** The entity tag of a contact: its revision in quotes. */
export function revisionTag({ revision }: Contact): string {
  return `"${revision}"`;
}

/**
 * The revisions that an `If-Match` header allows; null means any. Foreign tags and weak tags match nothing
 * (RFC 9110, 13.1.1).
 */
export function readIfMatch(header: string | undefined): number[] | null {
  if (header === undefined || header.trim() === '*') return null;
  return header.split(',').flatMap((tag) => {
    const revision = /^"(\d{1,15})"$/.exec(tag.trim())?.[1];
    return revision !== undefined && Number(revision) > 0 ? [Number(revision)] : [];
  });
}
