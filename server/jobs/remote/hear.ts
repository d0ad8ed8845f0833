import { type Outcome, refuse, succeed } from 'shared/wire'
import type { WebhookMessage } from '../../providers/index.ts'
import { operationKey, type RemoteRooms } from './rooms.ts'

/**
 * Takes in a message of a provider. It only shortens the wait: whoever watches the operation asks the provider at once, so that a message
 * that is lost, doubled or out of order changes nothing.
 */
export async function hearProvider(rooms: RemoteRooms, provider: string, message: WebhookMessage): Promise<Outcome<null>> {
  const adapter = rooms.providers.adapter(provider)
  if (adapter?.readWebhook === undefined) return refuse('not_found', 'No provider of this name sends messages here.')
  const read = await adapter.readWebhook(message)
  if (read === null) return refuse('unauthorized', 'This message is not signed by the provider, or is too old.')
  const { providerJobId, eventId } = read
  const kept = await rooms.db
    .insertInto('webhook_inbox')
    .values({ provider, event_id: eventId, provider_job_id: providerJobId, at: rooms.clock() })
    .onConflict((conflict) => conflict.columns(['provider', 'event_id']).doNothing())
    .returning('event_id')
    .executeTakeFirst()
  if (kept !== undefined) rooms.wakes.tell(operationKey(provider, providerJobId))
  return succeed(null)
}
