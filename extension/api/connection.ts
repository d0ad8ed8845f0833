import { isRecord } from './read.ts'
import { stored, type StorageArea, type Stored } from './stored.ts'

/** Where the backend is and by what token we may speak to it. */
export interface Connection {
  /** Origin without a trailing slash, `http://127.0.0.1:4747` by default. */
  readonly base: string
  readonly token: string | null
  /** Feed that the backend had when we last heard of it; the gallery of this feed is what is shown while it is away. */
  readonly feedId: string | null
}

export const DEFAULT_BASE = 'http://127.0.0.1:4747'
const UNPAIRED: Connection = { base: DEFAULT_BASE, token: null, feedId: null }

/** What the person chose about how the panel looks and behaves. */
export interface Preferences {
  readonly theme: 'system' | 'light' | 'dark'
  /** BCP 47 language of the panel; null follows the browser. */
  readonly language: string | null
  readonly notifications: boolean
}

const DEFAULT_PREFERENCES: Preferences = { theme: 'system', language: null, notifications: true }

/** The connection as kept in `storage.local`. */
export function connectionStore(area: StorageArea): Stored<Connection> {
  return stored({ area, key: 'connection', version: 1, fallback: UNPAIRED, read: readConnection })
}

/** The preferences as kept in `storage.local`. */
export function preferencesStore(area: StorageArea): Stored<Preferences> {
  return stored({ area, key: 'preferences', version: 1, fallback: DEFAULT_PREFERENCES, read: readPreferences })
}

/**
 * The origin of a backend that the manifest lets us reach, from what a person typed: http on 127.0.0.1, any port.
 * Null for everything else.
 */
export function backendBase(text: string): string | null {
  const url = URL.parse(text.includes('://') ? text : `http://${text}`)
  if (url === null || url.protocol !== 'http:' || url.hostname !== '127.0.0.1' || url.username !== '') return null
  return url.origin
}

/** Keeps content scripts, which live in pages, from reading the token and the hand-offs. */
export async function lockStorage(storage: Pick<typeof chrome.storage, 'local' | 'session'>): Promise<void> {
  await storage.local.setAccessLevel({ accessLevel: 'TRUSTED_CONTEXTS' })
  await storage.session.setAccessLevel({ accessLevel: 'TRUSTED_CONTEXTS' })
}

function readConnection(value: unknown): Connection | null {
  if (!isRecord(value) || typeof value['base'] !== 'string') return null
  const base = backendBase(value['base'])
  if (base === null) return null
  return { base, token: textOrNull(value['token']), feedId: textOrNull(value['feedId']) }
}

function readPreferences(value: unknown): Preferences | null {
  if (!isRecord(value)) return null
  const theme = value['theme']
  return {
    theme: theme === 'light' || theme === 'dark' ? theme : 'system',
    language: textOrNull(value['language']),
    notifications: value['notifications'] !== false,
  }
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}
