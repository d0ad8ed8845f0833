import { formatUsd, NOTHING, remainderOf, sumUsdMicros, type UsdMicros, usdMicros } from 'shared/money'
import type { Adjustment, Problem } from 'shared/wire'
import type { AttemptRow, JobRow } from '../../db/index.ts'
import { adjustmentsOf, type Choice, choiceOf, type ModelRequest, rankModels, refusals } from '../../providers/index.ts'
import { targetOf, type RemoteRooms } from './rooms.ts'

/** What is tried next, and how the job reads differently because of it. */
export interface Candidate {
  readonly choice: Choice
  readonly adjustments: readonly Adjustment[]
}

/** What may still be spent of what was agreed, after what earlier attempts were charged. */
export function leftOf(row: Pick<JobRow, 'held_usd_micros'>, attempts: readonly Pick<AttemptRow, 'cost_usd_micros'>[]): UsdMicros {
  const charged = sumUsdMicros(NOTHING, ...attempts.map(({ cost_usd_micros: cost }) => usdMicros(cost ?? 0)))
  return remainderOf(usdMicros(row.held_usd_micros), charged)
}

/**
 * Whom to send a request to: first the model that it was admitted for, then, where the request allows it, the next that can do all of it
 * within the price that was agreed and is not down. Null where nobody is left, or where another would refuse it for the same reason.
 * @param last the problem that the last try ended with, null before the first
 */
export function nextCandidate(
  rooms: Pick<RemoteRooms, 'providers'>,
  row: Pick<JobRow, 'provider' | 'model' | 'held_usd_micros'>,
  request: ModelRequest,
  attempts: readonly AttemptRow[],
  tried: readonly Pick<Choice, 'provider' | 'model'>[],
  last: Problem | null,
): Candidate | null {
  if (last === null && attempts.length === 0 && tried.length === 0) return admitted(rooms, row, request)
  if (!request.fallback || (last !== null && isOfTheRequest(last))) return null
  const left = leftOf(row, attempts)
  const { provider: _provider, model: _model, ...open } = request
  const ranked = rankModels(open, rooms.providers)
  if (!ranked.ok) return null
  const failedAdapter = last !== null && isOfTheProvider(last) ? rooms.providers.adapter(row.provider) : null
  const names = new Set([
    ...attempts.map(({ provider, model }) => `${provider}/${model}`),
    ...tried.map(({ provider, model }) => `${provider.id}/${model.id}`),
  ])
  const choice = ranked.value.find(
    (each) =>
      each.generation !== null &&
      each.usdMicros <= left &&
      rooms.providers.status(each.provider.id) !== 'down' &&
      !names.has(`${each.provider.id}/${each.model.id}`) &&
      (failedAdapter === null || rooms.providers.adapter(each.provider.id) !== failedAdapter),
  )
  if (choice === undefined) return null
  const got = `${choice.provider.id}/${choice.model.id}`
  const why = `${row.model} could not do it, and ${choice.provider.name} does it for ${formatUsd(choice.usdMicros)}, within the agreed price.`
  const moved = { field: 'model', asked: `${row.provider}/${row.model}`, got, code: 'fell_back', why }
  return { choice, adjustments: [moved, ...adjustmentsOf(choice.model, request)] }
}

function admitted(
  { providers }: Pick<RemoteRooms, 'providers'>,
  row: Pick<JobRow, 'provider' | 'model'>,
  request: ModelRequest,
): Candidate | null {
  const target = targetOf({ providers }, row)
  if (target === null || refusals(target.model, request).length > 0) return null
  return { choice: choiceOf(target, request), adjustments: [] }
}

/** What every provider would say no to in its own way, or what only the person can change. */
function isOfTheRequest({ code }: Problem): boolean {
  return code === 'content_policy' || code === 'media_invalid' || code === 'storage_full'
}

/** What ails all models that are reached through the same account. */
function isOfTheProvider({ code, params }: Problem): boolean {
  return code === 'provider_unavailable' || code === 'rate_limited' || params['reason'] === 'key' || params['reason'] === 'credit'
}
