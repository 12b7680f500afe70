import { describe, expect, it } from 'vitest';
import { MongoBulkWriteError, MongoError, MongoNetworkError, MongoServerError, MongoWriteConcernError } from 'mongodb';
import { isTransient } from './transient.js';

const DUPLICATE = 11_000;

/** What the driver throws when the server answers a command with this code. */
const serverError = (code: number, errorLabels: string[] = []) =>
  new MongoServerError({ ok: 0, code, errmsg: 'it is so', errorLabels });

/** What the driver throws for a batch whose single writes failed with these codes, or that no majority confirmed. */
function bulkError({ writes = [], concern }: { writes?: number[]; concern?: number }): MongoBulkWriteError {
  const writeErrors = writes.map((code, index) => ({ code, index, errmsg: 'it is so' }));
  const writeConcernError = concern === undefined ? undefined : { code: concern, errmsg: 'not confirmed' };
  const result = { getWriteConcernError: () => writeConcernError };
  const error = { message: 'it is so', code: writes[0], writeErrors };
  return new MongoBulkWriteError(error as unknown as BulkError, result as unknown as BulkResult);
}
type BulkError = ConstructorParameters<typeof MongoBulkWriteError>[0];
type BulkResult = ConstructorParameters<typeof MongoBulkWriteError>[1];

function labelled(label: string): MongoError {
  const error = new MongoError('it is so');
  error.addErrorLabel(label);
  return error;
}

const named = (name: string, rest: object = {}) => Object.assign(new Error('it is so'), { name, ...rest });

const redisError = (message: string) => Object.assign(new Error(message), { name: 'ReplyError' });

describe('an error is transient', () => {
  it.each([
    [43, 'CursorNotFound'],
    [64, 'WriteConcernTimeout'],
    [91, 'ShutdownInProgress'],
    [133, 'FailedToSatisfyReadPreference'],
    [134, 'ReadConcernMajorityNotAvailableYet'],
    [189, 'PrimarySteppedDown'],
    [237, 'CursorKilled'],
    [262, 'ExceededTimeLimit'],
    [10107, 'NotWritablePrimary'],
    [11600, 'InterruptedAtShutdown'],
    [11602, 'InterruptedDueToReplStateChange'],
    [13435, 'NotPrimaryNoSecondaryOk'],
    [13436, 'NotPrimaryOrSecondary'],
  ])('if MongoDB answers %i (%s), alone or in a batch, also without labels', (code) => {
    expect(isTransient(serverError(code))).toBe(true);
    expect(isTransient(new MongoBulkWriteError(serverError(code), bulkError({ writes: [code] }).result))).toBe(true);
    expect(isTransient(bulkError({ writes: [code] }))).toBe(true);
    expect(isTransient(bulkError({ writes: [DUPLICATE, code] }))).toBe(true);
    expect(isTransient(bulkError({ concern: code }))).toBe(true);
    expect(isTransient(bulkError({ writes: [DUPLICATE], concern: code }))).toBe(true);
    const writeConcernError = { code, errmsg: 'it is so' };
    expect(isTransient(new MongoWriteConcernError({ ok: 1, writeConcernError }))).toBe(true);
    expect(isTransient(new Error('the batch failed', { cause: serverError(code) }))).toBe(true);
  });

  it.each<[string, unknown]>([
    ['a connection that was lost', new MongoNetworkError('it is so')],
    ['a connection that was lost in a batch', new MongoBulkWriteError(new MongoNetworkError('lost'), {} as BulkResult)],
    ['a write that may be repeated', labelled('RetryableWriteError')],
    ['a transaction that may be repeated', labelled('TransientTransactionError')],
    ['a commit of which nobody knows', labelled('UnknownTransactionCommitResult')],
    ['a server under pressure', labelled('RetryableError')],
    ['connections that were closed because another one failed', named('PoolClearedOnNetworkError')],
    ['a refused connection', Object.assign(new Error(), { code: 'ECONNREFUSED' })],
    ['an object store that fails', named('InternalError', { $metadata: { httpStatusCode: 500 } })],
    ['Redis after all its retries', named('MaxRetriesPerRequestError')],
    ['Redis while a script runs', redisError('BUSY Redis is busy running a script. You can only call SCRIPT KILL')],
    ['Redis while it reads its data', redisError('LOADING Redis is loading the dataset in memory')],
    ['Redis whose disk is full', redisError('MISCONF Errors writing to the AOF file: No space left on device')],
    [
      'Redis 6 whose memory is full',
      redisError('ERR Error running script (call to f_1): @user_script:2: @user_script: 2: -OOM command not allowed'),
    ],
    ['Redis that became a replica', redisError("READONLY You can't write against a read only replica.")],
    ['what is only a cause', new Error('no', { cause: new Error('no', { cause: named('TimeoutError') }) })],
  ])('if it is %s', (_, error) => expect(isTransient(error)).toBe(true));
});

describe('an error is not transient', () => {
  it.each<[string, unknown]>([
    ['a duplicate', serverError(DUPLICATE)],
    ['duplicates in a batch', bulkError({ writes: [DUPLICATE, DUPLICATE] })],
    ['a document that is too large', serverError(10334)],
    ['a query that took too long', serverError(50)],
    ['a user who may not', serverError(13)],
    ['an object that is not there', named('NoSuchKey', { $metadata: { httpStatusCode: 404 } })],
    ['an error with a number of another meaning', Object.assign(new Error(), { code: 91 })],
    ['a script that Redis does not have', redisError('NOSCRIPT No matching script')],
    ['a name of a queue that looks like an answer of Redis', new Error('BUSY is no queue')],
    ['any error', new TypeError('it is so')],
    ['a text', 'ECONNREFUSED'],
    ['nothing', undefined],
    ['null', null],
  ])('if it is %s', (_, error) => expect(isTransient(error)).toBe(false));
});
