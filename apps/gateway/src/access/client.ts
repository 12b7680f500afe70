import type { FastifyRequest } from 'fastify';

/** The program that sent a request: its IP address, and what it says of itself. */
export interface Client {
  address: string;
  userAgent: string | null;
}

/** No browser says more; what a stranger sends is not stored at any length. */
const LONGEST_USER_AGENT = 300;

/** The address is that of the sender, or the one that a trusted proxy states. */
export function clientOf({ ip, headers }: Pick<FastifyRequest, 'ip' | 'headers'>): Client {
  return { address: ip, userAgent: headers['user-agent']?.slice(0, LONGEST_USER_AGENT) ?? null };
}
