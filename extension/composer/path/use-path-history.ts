import { useCallback, useRef, useState } from 'react'
import type { Path } from './keyframes.ts'

export interface PathHistory {
  /**
   * Remembers the path as it is, before it is changed.
   * @param by what it is changed by, as a slider or keys: its changes in quick succession count as one; null always counts
   */
  readonly remember: (path: Path, by: string | null) => void
  /** Null where there is nothing to take back. */
  readonly undo: (() => void) | null
}

const LONGEST = 50
const SUCCESSION_MS = 400

/** Takes changes of a path back, one by one. */
export function usePathHistory(restore: (path: Path) => void): PathHistory {
  const [past, setPast] = useState<readonly Path[]>([])
  const latest = useRef<{ readonly by: string | null; readonly at: number }>({ by: null, at: 0 })
  const remember = useCallback((path: Path, by: string | null) => {
    const at = performance.now()
    const continues = by !== null && by === latest.current.by && at - latest.current.at < SUCCESSION_MS
    latest.current = { by, at }
    if (!continues) setPast((before) => [...before.slice(1 - LONGEST), path])
  }, [])
  const last = past.at(-1)
  const undo = useCallback(() => {
    if (last === undefined) return
    latest.current = { by: null, at: 0 }
    setPast((before) => before.slice(0, -1))
    restore(last)
  }, [last, restore])
  return { remember, undo: last === undefined ? null : undo }
}
