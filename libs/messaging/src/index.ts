export * from './attempt.js';
export * from './connection.js';
export * from './event-context.js';
export * from './event-publisher.js';
export * from './event-server.js';
export * from './job-queues.js';
export * from './messaging.module.js';
export * from './rethrow.filter.js';
