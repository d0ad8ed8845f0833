import type { Cue } from 'shared/captions'
import type { WordPhase } from './style-looks.ts'

/** A span of a cue in which it looks the same. */
export interface CueState {
  /** Seconds of the film. */
  readonly start: number
  readonly end: number
  readonly phase: (word: number) => WordPhase
}

/** What is shorter than a frame of the fastest films is not seen. */
const SHORTEST = 1 / 60

/** A state for each word of a cue, from the moment it is said until the next one is. */
export function statesOf({ start, end, words }: Cue, byWord: boolean): readonly CueState[] {
  if (!byWord) return [{ start, end, phase: () => 'after' }]
  const states: CueState[] = []
  for (const [index, word] of words.entries()) {
    const from = index === 0 ? start : word.start
    const to = words[index + 1]?.start ?? end
    const phase = (other: number): WordPhase => (other === index ? 'now' : other < index ? 'after' : 'before')
    if (to - from >= SHORTEST) states.push({ start: states.at(-1)?.end ?? start, end: to, phase })
  }
  const last = states.at(-1)
  return last === undefined ? [{ start, end, phase: () => 'now' }] : [...states.slice(0, -1), { ...last, end }]
}
