import type { ExecutionContext } from '@nestjs/common';
import type { ThrottlerOptions } from '@nestjs/throttler';
import type { Limits } from '#contracts';
import { hashToken } from '#platform';
import type { FastifyRequest } from 'fastify';
import ipaddr from 'ipaddr.js';
import { routeOf } from '../routes/route-declaration.js';

const MINUTE_MS = 60_000;

/** The limits that stand against guessing. Without Redis they hold all the same, in each gateway for itself. */
export const AGAINST_GUESSING: ReadonlySet<string> = new Set(['sign-in', 'sender', 'address']);

/**
 * The rate limits, in requests per minute: per key or user, per organisation, and where a password is asked per e-mail
 * address and IP address together (or per person, from wherever), per IP address alone, and per e-mail address alone.
 * The last one is wider, so that a single sender cannot keep a member out. Health checks and the files of the page are
 * not counted.
 */
export function limiters(limits: Limits): ThrottlerOptions[] {
  const common = { ttl: MINUTE_MS, setHeaders: false };
  return [
    {
      ...common,
      name: 'caller',
      limit: limits.requestsPerMinute,
      skipIf: (context) => !requestOf(context).principal,
      getTracker: (_, context) => requestOf(context).principal!.id,
    },
    {
      ...common,
      name: 'organisation',
      limit: (context) => requestOf(context).principal!.requestsPerMinute ?? limits.organisationRequestsPerMinute,
      skipIf: (context) => !requestOf(context).principal,
      getTracker: (_, context) => requestOf(context).principal!.organisationId,
    },
    {
      ...common,
      name: 'sign-in',
      limit: limits.signInsPerMinute,
      skipIf: (context) => !mayBeGuessedAt(context) || guessedAt(requestOf(context)) === null,
      // Hashed, because e-mail addresses must not be stored in Redis.
      getTracker: (_, context) => hashToken(guessedAt(requestOf(context))!),
    },
    {
      ...common,
      name: 'sender',
      limit: limits.senderSignInsPerMinute,
      skipIf: (context) => !mayBeGuessedAt(context),
      getTracker: (_, context) => networkOf(requestOf(context).ip),
    },
    {
      ...common,
      name: 'address',
      limit: limits.addressSignInsPerMinute,
      skipIf: (context) => !mayBeGuessedAt(context) || emailOf(requestOf(context)) === null,
      getTracker: (_, context) => hashToken(emailOf(requestOf(context))!),
    },
  ];
}

function requestOf(context: ExecutionContext): FastifyRequest {
  return context.switchToHttp().getRequest<FastifyRequest>();
}

function mayBeGuessedAt(context: ExecutionContext): boolean {
  return routeOf(context)?.mayBeGuessedAt ?? false;
}

/** Whose secret it is: the person's, or that of an e-mail address in a body that is not validated yet. */
function guessedAt({ principal, body, ip }: FastifyRequest): string | null {
  if (principal) return principal.id;
  const email = emailOf({ body });
  return email === null ? null : `${email} ${networkOf(ip)}`;
}

function emailOf({ body }: Pick<FastifyRequest, 'body'>): string | null {
  const email = (body as { email?: unknown } | null | undefined)?.email;
  return typeof email === 'string' ? email.trim().toLowerCase() : null;
}

/** Whoever has an IPv6 address has a network of 2^64 of them, so the network counts. */
function networkOf(ip: string): string {
  if (!ipaddr.isValid(ip)) return ip;
  const address = ipaddr.process(ip);
  if (address.kind() === 'ipv4') return address.toString();
  return ipaddr.fromByteArray(address.toByteArray().fill(0, 8)).toString();
}
