/**
 * Options of every schema: migrations create the indexes, and fields that the schema does not know are
 * not stored.
 */
export const options = {
  versionKey: false,
  autoIndex: false,
  autoCreate: false,
  minimize: false,
  strict: 'throw',
} as const;
