/**
 * How the pieces of a file are sent: a multiple of this, except for the last. The store takes no smaller part (5 MiB), so
 * what is left over would have to be stored by itself, and read again with the next piece.
 */
export const UPLOAD_PART_BYTES = 5 * 1024 * 1024;
