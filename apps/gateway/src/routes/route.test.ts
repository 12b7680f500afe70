import 'reflect-metadata';
import { describe, expect, it } from 'vitest';
import { accountSchema, apiKeyCreateSchema, auditQuerySchema, type Account, type ApiKeyCreate } from '#contracts';
import { noContent } from './answers.js';
import { Route } from './route.js';
import { routeOf } from './route-declaration.js';

const whole = { role: 'editor', scope: 'any', summary: 'A route', answer: accountSchema } as const;

/** What does not compile is what `tsc` tells of this class: each line that it has to refuse says so. */
class Routes {
  @Route('PATCH', ':id', { ...whole, audit: 'account.changed', body: apiKeyCreateSchema })
  change(_id: string, body: ApiKeyCreate): Promise<Account> {
    throw new Error(body.name);
  }

  // @ts-expect-error: a change that says nothing of the audit log
  @Route('POST', '', whole)
  untold(): void {}

  // @ts-expect-error: nobody said who may call it
  @Route('GET', 'open', { summary: 'Open', answer: noContent('Done.') })
  open(): void {}

  // @ts-expect-error: it answers something else
  @Route('GET', 'other', whole)
  answersSomethingElse(): Promise<ApiKeyCreate> {
    throw new Error();
  }

  // @ts-expect-error: no parameter has the type of the body
  @Route('POST', 'body', { ...whole, audit: { none: 'a test' }, body: apiKeyCreateSchema })
  takesAnotherBody(_id: string, body: Account): Account {
    return body;
  }

  // @ts-expect-error: no parameter has the type of the query
  @Route('GET', 'query', { ...whole, query: auditQuerySchema })
  takesNoQuery(_id: string): Account {
    throw new Error();
  }
}

describe('Route', () => {
  it('keeps its declaration for whoever asks of the handler', () => {
    // eslint-disable-next-line @typescript-eslint/unbound-method
    const { change } = Routes.prototype;
    expect(routeOf({ getHandler: () => change })).toMatchObject({ role: 'editor', audit: 'account.changed' });
  });
});
