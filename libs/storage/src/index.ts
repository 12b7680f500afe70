export * from './examine-storage.js';
export * from './object-parts.js';
export * from './object-store.js';
export * from './object-sweeper.js';
export * from './s3-errors.js';
export { ObjectWriter } from './object-writer.js';
export * from './storage.module.js';
