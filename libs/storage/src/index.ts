export * from './object-store.js';
export * from './storage.module.js';
