export * from './import-bar.js';
export * from './options.js';
export * from './progress-bar.js';
export * from './progress.js';
export * from './user-error.js';
