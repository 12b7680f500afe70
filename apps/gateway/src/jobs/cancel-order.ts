import type { OrdersRepository, ReplayRecord, TagChangeRecord } from '#persistence';
import { ProblemError } from '#platform';

/**
 * Cancels an order: at once while it waits, else its worker stops between two batches.
 * @param what the order is called in errors
 * @returns how the order is then, or null when there is none of this id
 * @throws ProblemError `wrong_state` when it has ended otherwise
 */
export async function cancelOrder<Order extends TagChangeRecord | ReplayRecord>(
  orders: OrdersRepository<Order>,
  organisationId: string,
  id: string,
  what: 'tag_change' | 'replay',
): Promise<Order | null> {
  const ended = { status: 'cancelled', finishedAt: new Date() } as Partial<Order>;
  const wanted = { cancelRequested: true } as Partial<Order>;
  const cancelled =
    (await orders.transition(organisationId, id, ['queued'], ended)) ??
    (await orders.transition(organisationId, id, ['running'], wanted));
  if (cancelled) return cancelled;
  const order = await orders.find(organisationId, id);
  if (order === null || order.status === 'cancelled') return order;
  throw new ProblemError(`wrong_state/${what}_over`, { with: { status: order.status } });
}
