/**
 * How the pieces of a file are sent: a multiple of this, except for the last. The store takes no smaller part (5 MiB), so
 * what is left over would have to be stored by itself, and read again with the next piece.
 */
export const UPLOAD_PART_BYTES = 5 * 1024 * 1024;

/** A piece as our clients send it: small enough for proxies that limit a body. */
export const UPLOAD_PIECE_BYTES = 4 * UPLOAD_PART_BYTES;

/** The codes after which a client may send the same piece later, or another one is the next. */
export const PASSING_UPLOAD_CODES: readonly string[] = [
  'upload_offset_mismatch',
  'upload_in_progress',
  'upload_incomplete',
  'upload_too_slow',
  'too_many_requests',
];
