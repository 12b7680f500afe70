/** Options of every schema: indexes are made by a step at start, and nothing is stored that the schema does not know. */
export const options = {
  versionKey: false,
  autoIndex: false,
  autoCreate: false,
  minimize: false,
  strict: 'throw',
} as const;
