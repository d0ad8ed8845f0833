import { useCallback, useRef, useState } from 'react'
import type { Path } from './keyframes.ts'

export interface PathHistory {
  /** Remembers the path as it is, before it is changed. Changes in quick succession, as by a slider or a held key, count as one. */
  readonly remember: (path: Path) => void
  /** Null where there is nothing to take back. */
  readonly undo: (() => void) | null
}

const LONGEST = 50
const SUCCESSION_MS = 400

/** Takes changes of a path back, one by one. */
export function usePathHistory(restore: (path: Path) => void): PathHistory {
  const [past, setPast] = useState<readonly Path[]>([])
  const changedAt = useRef(Number.NEGATIVE_INFINITY)
  const remember = useCallback((path: Path) => {
    const now = performance.now()
    const continues = now - changedAt.current < SUCCESSION_MS
    changedAt.current = now
    if (!continues) setPast((before) => [...before.slice(1 - LONGEST), path])
  }, [])
  const last = past.at(-1)
  const undo = useCallback(() => {
    if (last === undefined) return
    changedAt.current = Number.NEGATIVE_INFINITY
    setPast((before) => before.slice(0, -1))
    restore(last)
  }, [last, restore])
  return { remember, undo: last === undefined ? null : undo }
}
