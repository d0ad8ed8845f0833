import { useCallback, useEffect, useRef, useState } from 'react'

/** Long enough that a sentence is one edit, short enough that closing the panel loses little. */
const REST_MS = 800

export interface Typed {
  readonly value: string
  readonly onChange: (value: string) => void
  readonly onBlur: () => void
}

/**
 * Text that is typed into a story: an edit is made of it when the person rests or leaves the field, not at every key. What comes from
 * elsewhere is shown unless something of the person's own has not been kept yet.
 */
export function useTyped(kept: string, keep: (value: string) => void): Typed {
  const [typed, setTyped] = useState<string | null>(null)
  /** What was handed over, shown until the story says something else than it did then. */
  const [handed, setHanded] = useState<{ readonly value: string; readonly over: string } | null>(null)
  if (handed !== null && handed.over !== kept) setHanded(null)
  const latest = useRef({ typed, keep, kept })
  useEffect(() => {
    latest.current = { typed, keep, kept }
  })
  const flush = useCallback(() => {
    const { typed, keep, kept } = latest.current
    if (typed === null) return
    latest.current = { typed: null, keep, kept }
    setTyped(null)
    if (typed === kept) return
    setHanded({ value: typed, over: kept })
    keep(typed)
  }, [])
  useEffect(() => {
    if (typed === null) return undefined
    const timer = setTimeout(flush, REST_MS)
    return () => clearTimeout(timer)
  }, [typed, flush])
  useEffect(() => flush, [flush])
  return { value: typed ?? handed?.value ?? kept, onChange: setTyped, onBlur: flush }
}
