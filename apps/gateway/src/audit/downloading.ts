import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { parseValueCondition, type AuditEntry } from '#contracts';
import type { FastifyRequest } from 'fastify';

/** Says which personal data a file holds: the conditions by which its contacts were chosen, and how many there are. */
export type Downloading = (what: { filter: object | null; count: number | null }) => void;

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by a handler of a route that is a `download`, for the audit log. */
    downloaded?: NonNullable<AuditEntry['downloaded']>;
  }
}

/** Injects the {@link Downloading} of a route that is a `download`. */
export const Downloads = createParamDecorator((_: unknown, context: ExecutionContext): Downloading => {
  const request = context.switchToHttp().getRequest<FastifyRequest>();
  return ({ filter, count }) => {
    request.downloaded = { filter: filter && withoutTexts(filter), count };
  };
});

/**
 * The conditions that say something, without what was searched for and without values: both may be personal data, and
 * an entry of the audit log can never be changed.
 */
export function withoutTexts(filter: object): Record<string, unknown> {
  const says = ([, value]: [string, unknown]) =>
    value != null && value !== '' && !(Array.isArray(value) && !value.length);
  return Object.fromEntries(
    Object.entries(filter)
      .filter(says)
      .map(([name, value]) => [name, shown(name, value)]),
  );
}

function shown(name: string, value: unknown): unknown {
  if (name === 'search') return '…';
  if ((name === 'value' || name === 'notValue') && Array.isArray(value))
    return value.map((text) => `${parseValueCondition(String(text))?.name ?? ''}:…`);
  return value;
}
