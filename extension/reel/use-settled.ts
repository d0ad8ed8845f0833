import { useState } from 'react'

export interface Settled<T> {
  readonly value: T
  readonly onChange: (value: T) => void
  readonly onCommit: (value: T) => void
}

/** A value that is dragged: shown as it is dragged, kept when the person lets go. */
export function useSettled<T>(kept: T, keep: (value: T) => void): Settled<T> {
  const [dragged, setDragged] = useState<{ readonly value: T; readonly over: T } | null>(null)
  // What was let go of is shown until the story says so too.
  if (dragged !== null && dragged.over !== kept) setDragged(null)
  return {
    value: dragged?.value ?? kept,
    onChange: (value) => setDragged({ value, over: kept }),
    onCommit: (value) => {
      if (value !== kept) keep(value)
    },
  }
}
