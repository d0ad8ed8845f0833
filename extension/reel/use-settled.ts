import { useState } from 'react'

export interface Settled<T> {
  readonly value: T
  readonly onChange: (value: T) => void
  readonly onCommit: (value: T) => void
}

/** What the person has dragged it to. */
interface Dragged<T> {
  readonly value: T
  /** What the story said then. */
  readonly over: T
  /** What was let go of and the story does not say yet, oldest first. */
  readonly handed: readonly T[]
}

/** A value that is dragged: shown as it is dragged, kept when the person lets go. What is elsewhere made of it meanwhile wins. */
export function useSettled<T>(kept: T, keep: (value: T) => void): Settled<T> {
  const [dragged, setDragged] = useState<Dragged<T> | null>(null)
  if (dragged !== null && dragged.over !== kept) setDragged(afterKept(dragged, kept))
  return {
    value: dragged?.value ?? kept,
    onChange: (value) => setDragged((before) => ({ value, over: kept, handed: before?.handed ?? [] })),
    onCommit: (value) => {
      if (value === (dragged?.handed.at(-1) ?? kept)) return
      setDragged((before) => ({ value, over: kept, handed: [...(before?.handed ?? []), value] }))
      keep(value)
    },
  }
}

/** What of it is still to be shown once the story says something else: where keys are pressed fast, the answers come after the later presses. */
function afterKept<T>({ value, handed }: Dragged<T>, kept: T): Dragged<T> | null {
  const at = handed.indexOf(kept)
  if (at === -1) return null
  const waiting = handed.slice(at + 1)
  return waiting.length === 0 && value === kept ? null : { value, over: kept, handed: waiting }
}
