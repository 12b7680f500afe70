export * from './api-client.js';
export * from './upload-in-pieces.js';
