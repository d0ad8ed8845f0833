/** The part of `chrome.storage.StorageArea` that a stored value needs. */
export interface StorageArea {
  get(key: string): Promise<Record<string, unknown>>
  set(items: Record<string, unknown>): Promise<void>
  readonly onChanged: {
    addListener(listener: (changes: Record<string, { newValue?: unknown }>) => void): void
    removeListener(listener: (changes: Record<string, { newValue?: unknown }>) => void): void
  }
}

/** One value of a storage area: read through its check every time, watched across all contexts of the extension. */
export interface Stored<T> {
  get(): Promise<T>
  set(value: T): Promise<void>
  /** Calls back with each new value from any context; returns the way to stop. */
  watch(listener: (value: T) => void): () => void
}

export interface StoredOptions<T> {
  readonly area: StorageArea
  readonly key: string
  readonly version: number
  /** What to use where nothing is stored or what is stored cannot be understood. */
  readonly fallback: T
  /** Reads a stored value of `version` (this or an older one); null when it is not one. */
  readonly read: (value: unknown, version: number) => T | null
}

/** A versioned value kept as `{version, value}` under one key. A value of a newer version counts as not understood. */
export function stored<T>({ area, key, version, fallback, read }: StoredOptions<T>): Stored<T> {
  const parse = (raw: unknown): T => {
    if (!isEnvelope(raw) || raw.version > version) return fallback
    return read(raw.value, raw.version) ?? fallback
  }
  return {
    async get() {
      const items = await area.get(key)
      return parse(items[key])
    },
    async set(value) {
      await area.set({ [key]: { version, value } })
    },
    watch(listener) {
      const onChanged = (changes: Record<string, { newValue?: unknown }>): void => {
        const change = changes[key]
        if (change !== undefined) listener(parse(change.newValue))
      }
      area.onChanged.addListener(onChanged)
      return () => area.onChanged.removeListener(onChanged)
    },
  }
}

function isEnvelope(raw: unknown): raw is { version: number; value: unknown } {
  return typeof raw === 'object' && raw !== null && 'version' in raw && typeof raw.version === 'number' && 'value' in raw
}
