import { useEffect, useState } from 'react'
import type { Stored } from '../../api/index.ts'

/** A stored value and what becomes of it, from whichever context it is changed; null until it has been read. */
export function useStored<T>(stored: Stored<T>): T | null {
  const [value, setValue] = useState<{ readonly is: T } | null>(null)
  useEffect(() => {
    let changed = false
    const stop = stored.watch((next) => {
      changed = true
      setValue({ is: next })
    })
    void (async () => {
      const read = await stored.get()
      if (!changed) setValue({ is: read })
    })()
    return () => {
      changed = true
      stop()
    }
  }, [stored])
  return value?.is ?? null
}
