/**
 * Tolerant reading of answers: only what the panel cannot do without is checked. Unknown fields and enum values of a newer
 * server stay in the value. Checked by hand, since the wire schemas would bring all of zod into the panel.
 */
import type {
  Asset,
  Budget,
  Change,
  ChangePage,
  Estimate,
  Hello,
  Job,
  Operation,
  OperationList,
  Pairing,
  Problem,
  PromptAnswer,
  ProviderList,
  Settings,
  Storyboard,
  User,
  VoiceList,
} from 'shared/wire'

export type Check<T> = (value: unknown) => value is T

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

const texts = (value: Record<string, unknown>, ...keys: readonly string[]): boolean => keys.every((key) => typeof value[key] === 'string')
const numbers = (value: Record<string, unknown>, ...keys: readonly string[]): boolean => keys.every((key) => typeof value[key] === 'number')

export function isProblem(value: unknown): value is Problem {
  return isRecord(value) && texts(value, 'code', 'title', 'detail') && isRecord(value['params'])
}

export function isJob(value: unknown): value is Job {
  return (
    isRecord(value) &&
    texts(value, 'id', 'kind', 'status', 'createdAt') &&
    numbers(value, 'progress') &&
    isRecord(value['request']) &&
    isRecord(value['cost']) &&
    Array.isArray(value['adjustments']) &&
    Array.isArray(value['tags']) &&
    (value['result'] === null || isRecord(value['result'])) &&
    (value['error'] === null || isProblem(value['error']))
  )
}

export function isAsset(value: unknown): value is Asset {
  return isRecord(value) && texts(value, 'id', 'type', 'mime', 'url', 'createdAt')
}

export function isEstimate(value: unknown): value is Estimate {
  return (
    isRecord(value) &&
    numbers(value, 'usdMicros') &&
    texts(value, 'provider', 'model') &&
    Array.isArray(value['items']) &&
    Array.isArray(value['byProvider'])
  )
}

export function isStoryboard(value: unknown): value is Storyboard {
  return (
    isRecord(value) &&
    texts(value, 'id', 'title', 'updatedAt') &&
    numbers(value, 'version', 'duration') &&
    ['settings', 'soundtrack', 'captions', 'brand'].every((key) => isRecord(value[key])) &&
    ['segments', 'cast', 'overlays'].every((key) => Array.isArray(value[key]))
  )
}

export function isPromptAnswer(value: unknown): value is PromptAnswer {
  return isRecord(value) && texts(value, 'prompt', 'by')
}

export function isVoiceList(value: unknown): value is VoiceList {
  return isRecord(value) && Array.isArray(value['items'])
}

export function isProviderList(value: unknown): value is ProviderList {
  if (!isRecord(value) || !Array.isArray(value['items'])) return false
  return value['items'].every((item) => isRecord(item) && texts(item, 'id', 'name', 'status') && Array.isArray(item['models']))
}

export function isOperation(value: unknown): value is Operation {
  return isRecord(value) && texts(value, 'id', 'provider', 'model', 'status')
}

export function isOperationList(value: unknown): value is OperationList {
  return isRecord(value) && Array.isArray(value['items']) && value['items'].every(isOperation)
}

export function isUser(value: unknown): value is User {
  return isRecord(value) && texts(value, 'id', 'role')
}

export function isBudget(value: unknown): value is Budget {
  return isRecord(value) && numbers(value, 'spentUsdMicros', 'heldUsdMicros', 'exposureUsdMicros')
}

export function isSettings(value: unknown): value is Settings {
  return isRecord(value) && isRecord(value['limits'])
}

export function isPairing(value: unknown): value is Pairing {
  return isRecord(value) && texts(value, 'id', 'expiresAt')
}

export function isToken(value: unknown): value is { token: string } {
  return isRecord(value) && texts(value, 'token')
}

export function isHello(value: unknown): value is Hello {
  return isRecord(value) && texts(value, 'feedId') && numbers(value, 'oldestSeq', 'seq')
}

/** A change of any entity, known to us or not; the resource of a known entity must be readable. */
export function isChange(value: unknown): value is Change {
  if (!isRecord(value) || !texts(value, 'entity', 'id', 'op') || !numbers(value, 'seq')) return false
  if (value['op'] !== 'put') return true
  if (value['entity'] === 'job') return isJob(value['data'])
  if (value['entity'] === 'asset') return isAsset(value['data'])
  if (value['entity'] === 'storyboard') return isStoryboard(value['data'])
  return true
}

export function isChangePage(value: unknown): value is ChangePage {
  return (
    isRecord(value) &&
    texts(value, 'feedId') &&
    numbers(value, 'nextAfter', 'oldestSeq') &&
    Array.isArray(value['items']) &&
    typeof value['more'] === 'boolean'
  )
}
