import { isRecord, stored, type StorageArea } from '../api/index.ts'
import type { PageIntent } from './types.ts'

/** What a person asked for outside the panel, kept until the panel takes it; the panel may not be open yet when it is asked. */
export interface IntentStore {
  put(intent: PageIntent): Promise<void>
  /** The waiting intent, which is then no longer waiting; null where there is none or it is older than a minute. */
  take(): Promise<PageIntent | null>
  onArrive(listener: () => void): () => void
}

const LONGEST_WAIT_MS = 60_000

/** The intents in `storage.session`, which only contexts of the extension can read. */
export function intentStore(area: StorageArea, now: () => number = Date.now): IntentStore {
  const read = (value: unknown): PageIntent | null => (isIntent(value) ? value : null)
  const slot = stored({ area, key: 'intent', version: 1, fallback: null, read })
  return {
    put: (intent) => slot.set(intent),
    async take() {
      const intent = await slot.get()
      if (intent === null) return null
      await slot.set(null)
      return now() - intent.at > LONGEST_WAIT_MS ? null : intent
    },
    onArrive: (listener) =>
      slot.watch((intent) => {
        if (intent !== null) listener()
      }),
  }
}

function isIntent(value: unknown): value is PageIntent {
  if (!isRecord(value) || typeof value['tabId'] !== 'number' || typeof value['at'] !== 'number') return false
  if (value['kind'] === 'pick') return true
  if (typeof value['frameId'] !== 'number') return false
  if (value['kind'] === 'picture') return typeof value['srcUrl'] === 'string' && typeof value['pageUrl'] === 'string'
  return value['kind'] === 'point'
}
